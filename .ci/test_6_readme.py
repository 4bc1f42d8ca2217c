"""What the readme shows and promises."""
import os
import re
import tempfile
import textwrap
import unittest
from pathlib import Path

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, DOWN, PUBLISH, RESTART, ROOT, UP, UP_FROM_THE_HUB, Deployment,
                        run)
from terminal import Conversation


def text():
    return (ROOT / 'readme.md').read_text(encoding='utf-8')


def readme(label, kind='bash'):
    """Returns the block of this kind that the readme shows first below this label.

    Raises AssertionError if there is none.
    """
    shown = re.search(f'{re.escape(label)}.*?```{kind}\n(.*?)\n *```', text(), re.DOTALL)
    if not shown:
        raise AssertionError(f'readme.md shows no {kind} block below {label!r}')
    return textwrap.dedent(shown[1])


class Readme(unittest.TestCase):

    def test_commands(self):
        """Readme : ses commandes sont celles que jouent tous les autres tests"""
        for label, command in {
                'Commande 1 :': UP, 'ou depuis Docker Hub': UP_FROM_THE_HUB, 'Commande 2 :': ATTACH_SERVER,
                'Commande 3 :': ATTACH_CLIENT, '**Recommencer**': RESTART, '**Tout arrêter**': DOWN,
                'Publier à la main': f'docker login\n{PUBLISH}', 'Tester': '.ci/run'}.items():
            self.assertEqual(readme(label), command)

    def test_shown(self):
        """Readme : ce qu'il montre est ce que les commandes affichent"""
        deployment = Deployment(self.addCleanup)
        printed = deployment.start()
        for line in readme('Commande 1 :', 'text').splitlines():
            self.assertRegex(printed, r'\s+'.join(line.strip(' ✔').split()))
        # Git Bash gives no terminal; neither does a test.
        self.refused(ATTACH_CLIENT, 'winpty')

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

    def refused(self, command, cure, directory=ROOT, **environment):
        """Checks that this command fails with a message of one row of the readme, and that this is its cure."""
        with self.assertRaises(AssertionError) as failure:
            run(command, directory, **environment)
        said = str(failure.exception)
        rows = [row.split(' | ') for row in re.findall('^[|] `.*', text(), re.MULTILINE)]
        cures = [told for messages, told in rows if any(shown in said for shown in re.findall('`(.*?)`', messages))]
        self.assertEqual(len(cures), 1, said)
        self.assertIn(cure, cures[0])

    def test_messages(self):
        """Readme : ce que Docker dit de chaque faux pas n'est que dans une ligne du tableau, avec son remède"""
        self.refused(UP, 'dossier', '/')
        self.refused(ATTACH_CLIENT, 'commande 1')
        Deployment(self.addCleanup).run('docker compose create')
        self.refused(ATTACH_CLIENT, 'recommencez')
        self.refused('docker login', 'winpty', DOCKER_CONFIG='nowhere')
        self.refused('docker pull localhost:1/nothing', 'réseau')

    def test_name_taken(self):
        """Readme : un nom déjà pris, le message est celui de Docker, et le remède annoncé suffit"""
        deployment = Deployment(self.addCleanup)
        deployment.run('docker compose create')
        other = Deployment(self.addCleanup)
        cure = re.search('`(docker rm [^`]*)`', text())[1]
        self.refused(UP, cure, other.directory)
        run(cure)
        other.start()

    def test_no_access(self):
        """Readme : Docker arrêté, ou interdit, le message est celui de Docker"""
        self.refused('docker ps', 'Démarrez Docker', DOCKER_HOST='unix:///nowhere')
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            Path(directory).chmod(0)
            # root may enter any directory: the user nobody asks in its place.
            user = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
            self.refused(f'{user} docker ps', 'usermod', DOCKER_HOST=f'unix://{directory}/socket')

    def test_steps(self):
        """Readme : les étapes que cite .ci/account sont celles qu'il faut"""
        for step in (r'3\. .*Repo Read & Write', r'4\. (?:.*\n   .*)*DOCKERHUB_TOKEN',
                     r'4\. (?:.*\n   .*)*DOCKERHUB_USERNAME', r'6\. .*Run workflow.*main'):
            self.assertRegex(text(), f'(?m)^{step}')

    def test_named(self):
        """Readme : chaque fichier nommé existe"""
        parent = ROOT
        for inside, name in re.findall(r'^(│ +)?[├└]── (\S+)', text(), re.MULTILINE):
            path = parent / name if inside else ROOT / name
            parent = parent if inside else path
            self.assertTrue(path.exists(), path)
        for name in re.findall(r'\.(?:ci|github)\b[\w./-]*\b|[\w.-]+\.yaml', text()):
            self.assertTrue((ROOT / name).exists(), name)
