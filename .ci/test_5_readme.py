"""What the readme and its page on publishing show and promise."""
import os
import re
import textwrap
import unittest

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, DOWN, PUBLISH, RESTART, ROOT, SERVER, SET_UP_AND_UP, UP,
                        UP_FROM_THE_HUB, Deployment, run)
from terminal import Conversation


def blocks(pages, kind='bash'):
    """Returns the blocks of this kind that the pages show."""
    return [textwrap.dedent(block) for block in re.findall(f'```{kind}\n(.*?)\n *```', pages, re.DOTALL)]


class Readme(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.pages = run('cat readme.md .github/publier.md')

    def test_commands(self):
        """Ses commandes sont celles que jouent tous les autres tests"""
        self.assertEqual(blocks(self.pages), [
            SET_UP_AND_UP, UP, UP_FROM_THE_HUB, ATTACH_SERVER, ATTACH_CLIENT, RESTART, DOWN, '.ci/run',
            '.ci/account mon-compte &&\n  git commit --all --message "Mets mon compte" && git push',
            f'docker login\n{PUBLISH}'])

    def refused(self, command, cure, directory=ROOT, **environment):
        """Checks that this command fails with a message of one row, and that this is its cure."""
        said = run(f'! {command} 2>&1', directory, **environment)
        rows = [row.split(' | ') for row in re.findall('^[|] `.*', self.pages, re.MULTILINE)]
        cures = [told for shown, told in rows if any(message in said for message in re.findall('`(.*?)`', shown))]
        self.assertEqual(len(cures), 1, said)
        self.assertIn(cure, cures[0])

    def test_conversation(self):
        """Les deux terminaux montrent ce qu'il annonce ; ce que Docker dit ensuite est dans le tableau"""
        deployment = Deployment()
        deployment.start(SET_UP_AND_UP)
        # Git Bash gives no terminal; neither does a test.
        self.refused(ATTACH_CLIENT, 'winpty')
        talk = Conversation().exchange()
        talk.client.type('bye')
        heading, *lines = blocks(self.pages, 'text')[0].splitlines()
        middle = heading.index('Client')
        self.assertEqual([talk.server.status(), talk.client.status()], [0, 0])
        self.assertEqual(talk.server.screen().strip('\n'), '\n'.join(line[:middle].rstrip() for line in lines).rstrip())
        self.assertEqual(talk.client.screen().strip('\n'), '\n'.join(line[middle:] for line in lines))
        self.assertEqual(deployment.run('docker compose ps -a').count('Exited (0)'), 2)

        self.refused(ATTACH_CLIENT, 'recommencez')
        deployment.run(DOWN)
        self.refused(ATTACH_CLIENT, 'commande 1')
        container = run(f'docker create --name {SERVER} python:3-slim true')
        self.addCleanup(run, f'docker rm --force {container}')
        self.refused(UP, 'docker rm -f', deployment.directory)
        deployment.run(re.search('`(docker rm .*?)`', self.pages)[1])
        deployment.run(UP)

    def test_messages(self):
        """Ce que dit Docker mal installé, arrêté, interdit, ou sans réseau est dans le tableau"""
        self.refused(UP, 'dossier', '/')
        self.refused('docker pull localhost:1/nothing', 'réseau')
        self.refused('docker login', 'winpty', DOCKER_CONFIG='nowhere')
        self.refused('docker ps', 'Démarrez Docker', DOCKER_HOST='unix:///nowhere')
        self.refused('docker -d', 'trop ancien')
        # Where only root may enter; in root's place, the user nobody asks.
        user = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
        self.refused(f'{user} docker ps', 'usermod', DOCKER_HOST='unix:///root/docker.sock')
