"""What the readme promises besides its commands, which all the other tests run."""
import os
import re
import tempfile
import unittest
from pathlib import Path

from deployment import README, ROOT, Deployment, readme, run
from terminal import Conversation


class Readme(unittest.TestCase):

    def test_shown(self):
        """Readme : ce qu'il montre est ce que les commandes affichent"""
        deployment = Deployment(self.addCleanup)
        started = deployment.start()
        for line in readme('Commande 1 :', 'text').splitlines():
            self.assertRegex(started, r'\s+'.join(line.strip(' ✔').split()))
        # Git Bash gives no terminal; neither does a test.
        self.refused(readme('Commande 3 :'), 'winpty')

        heading, *lines = readme('vous voyez alors', 'text').splitlines()
        middle = heading.index('Client')
        talk = Conversation(self.addCleanup)
        talk.client.type('Hello')
        talk.server.expect('user: Hello\r\n -> ')
        talk.server.type('Hello')
        talk.client.expect('server: Hello\r\n -> ')
        talk.client.type('bye')
        self.assertEqual(talk.server.all(), '\n'.join(line[:middle].rstrip() for line in lines).rstrip())
        self.assertEqual(talk.client.all(), '\n'.join(line[middle:] for line in lines))
        self.assertEqual(deployment.run('docker compose ps -a').count('Exited (0)'), 2)

    def refused(self, command, cure, directory=ROOT):
        """Checks that this command fails with a message of the readme's row of this cure."""
        row = re.search(rf'^\| `(.*)` \| .*{re.escape(cure)}', README, re.MULTILINE)
        self.assertTrue(row, f'readme.md shows no message whose cure is {cure!r}')
        with self.assertRaisesRegex(AssertionError, '|'.join(map(re.escape, row[1].split('`, `')))):
            run(command, directory)

    def test_name_taken(self):
        """Readme : un nom déjà pris, le message est celui de Docker, et le remède annoncé suffit"""
        deployment = Deployment(self.addCleanup)
        deployment.run('docker compose create')
        other = Deployment(self.addCleanup)
        cure = re.search('`(docker rm [^`]*)`', README)[1]
        self.refused(readme('Commande 1 :'), cure, other.directory)
        run(cure)
        other.start()

    def test_no_access(self):
        """Readme : Docker arrêté, ou interdit, le message est celui de Docker"""
        self.refused('DOCKER_HOST=unix:///nowhere docker ps', 'démarrez Docker')
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            Path(directory).chmod(0)
            # root may enter any directory: the user nobody asks in its place.
            user = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
            self.refused(f'DOCKER_HOST=unix://{directory}/socket {user} docker ps', 'usermod')

    def test_named(self):
        """Readme : chaque fichier et chaque thème nommé existe"""
        tree = re.findall(r'── (\S+)', README)
        for name in tree + re.findall(r'\.(?:ci|github)\b[\w./-]*\b|[\w.-]+\.yaml', README):
            self.assertTrue(list(ROOT.rglob(name)), name)
        for theme in re.findall(r'-k (\w+)', README):
            loader = unittest.TestLoader()
            loader.testNamePatterns = [f'*{theme}*']
            self.assertTrue(loader.discover(ROOT / '.ci').countTestCases(), theme)
