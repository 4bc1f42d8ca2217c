"""What the readme promises besides its commands, which all the other tests run."""
import os
import re
import tempfile
import unittest
from pathlib import Path

from engine import README, ROOT, SERVER, blocks, build, containers, readme, run, start
from poc import Talk

PLAYED = ('Commande 1 :', 'Commande 2 :', 'Commande 3 :', '**Recommencer**', '**Tout arrêter**',
          'Mettez votre compte', 'Partez de Docker Hub', 'Publier à la main', 'Tester')


class Readme(Talk):

    def test_1_shown(self):
        """Readme : ce qu'il montre est ce que les commandes affichent"""
        started = start(self.addCleanup)
        for line in readme('Commande 1 :', 'text').splitlines():
            self.assertRegex(started, r'\s+'.join(line.strip(' ✔').split()))

        heading, *lines = readme('vous voyez alors', 'text').splitlines()
        middle = heading.index('Client')
        self.attach()
        self.client.type('Hello')
        self.server.expect('user: Hello\r\n -> ')
        self.server.type('Hello')
        self.client.expect('server: Hello\r\n -> ')
        self.client.type('bye')
        self.assertEqual(self.server.all(), '\n'.join(line[:middle].rstrip() for line in lines).rstrip())
        self.assertEqual(self.client.all(), '\n'.join(line[middle:] for line in lines))
        self.assertEqual(run('docker compose ps -a').count('Exited (0)'), 2)

    def test_2_name_taken(self):
        """Readme : le message d'un nom déjà pris est celui de Docker, et le remède annoncé suffit"""
        message, cure = re.search(r'`(Conflict[^`]*)`.*`(docker rm [^`]*)`', README).groups()
        image = build(self.addCleanup)[SERVER]
        other = run(f'docker create --name {SERVER} {image}')
        self.addCleanup(run, f'docker rm --force {other}')
        with self.assertRaisesRegex(AssertionError, re.escape(message)):
            run(readme('Commande 1 :'))
        run(cure)
        self.assertFalse(containers())

    def test_3_no_access(self):
        """Readme : Docker arrêté, ou interdit, le message est celui de Docker"""
        def refused(command, cure):
            row = re.search(rf'^\| `(.*)` \| .*{cure}', README, re.MULTILINE)[1]
            with self.assertRaisesRegex(AssertionError, '|'.join(map(re.escape, row.split('`, `')))):
                run(command)
        refused('DOCKER_HOST=unix:///nowhere docker ps', 'démarrez Docker')
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            Path(directory).chmod(0)
            # root enters everywhere; nobody does not.
            nobody = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
            refused(f'DOCKER_HOST=unix://{directory}/socket {nobody} docker ps', 'usermod')

    def test_4_played(self):
        """Readme : chaque commande montrée en bloc est jouée par les tests"""
        self.assertCountEqual(blocks(README), map(readme, PLAYED))

    def test_5_named(self):
        """Readme : l'arborescence est celle du dépôt ; chaque fichier et chaque thème nommé existe"""
        tree = [path.name for path in ROOT.rglob('[!.]*') if not path.relative_to(ROOT).parts[0].startswith('.')]
        self.assertCountEqual(re.findall(r'── (\S+)', README), tree)
        for name in re.findall(r'\.(?:ci|github)\b[\w./-]*\b|[\w.-]+\.yaml', README):
            self.assertTrue((ROOT / name).exists(), name)
        for theme in re.findall(r'-k (\w+)', README):
            loader = unittest.TestLoader()
            loader.testNamePatterns = [f'*{theme}*']
            self.assertTrue(loader.discover(ROOT / '.ci').countTestCases(), theme)
