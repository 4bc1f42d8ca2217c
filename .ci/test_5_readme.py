"""What the readme and its page on publishing show and promise."""
import os
import re
import tempfile
import textwrap
import unittest
from pathlib import Path

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, DOWN, PUBLISH, RESTART, ROOT, SERVER, SET_UP_AND_UP, UP,
                        UP_FROM_THE_HUB, Deployment, run)
from terminal import Conversation

README, PUBLISHING = ROOT / 'readme.md', ROOT / '.github/publier.md'


def blocks(page, kind='bash'):
    """Returns the blocks of this kind that a page shows."""
    shown = re.findall(f' *```{kind}\n.*?```', page.read_text(encoding='utf-8'), re.DOTALL)
    return [textwrap.dedent(block).split('\n', 1)[1].removesuffix('\n```') for block in shown]


class Readme(unittest.TestCase):

    def test_commands(self):
        """Readme : ses commandes sont celles que jouent tous les autres tests"""
        self.assertEqual(blocks(README), [
            SET_UP_AND_UP, UP, UP_FROM_THE_HUB, ATTACH_SERVER, ATTACH_CLIENT, RESTART, DOWN, '.ci/run'])
        self.assertEqual(blocks(PUBLISHING), [
            '.ci/account mon-compte &&\n  git commit --all --message "Mets mon compte" && git push',
            f'docker login\n{PUBLISH}'])

    def test_links(self):
        """Readme : ce vers quoi il mène existe"""
        for page in README, PUBLISHING:
            for file in re.findall(r'\]\((?!https:)([^#)]+)', page.read_text(encoding='utf-8')):
                self.assertTrue((page.parent / file).exists(), file)

    def refused(self, command, cure, directory=ROOT, page=README, **environment):
        """Checks that this command fails with a message of one row of the page, and that this is its cure."""
        with self.assertRaises(AssertionError) as failure:
            run(command, directory, **environment)
        said = str(failure.exception)
        rows = [row.split(' | ') for row in re.findall('^[|] `.*', page.read_text(encoding='utf-8'), re.MULTILINE)]
        cures = [told for messages, told in rows if any(shown in said for shown in re.findall('`(.*?)`', messages))]
        self.assertEqual(len(cures), 1, said)
        self.assertIn(cure, cures[0])

    def test_conversation(self):
        """Readme : les deux terminaux montrent ce qu'il annonce ; ce que Docker dit ensuite est dans le tableau"""
        deployment = Deployment()
        deployment.start(SET_UP_AND_UP)
        # Git Bash gives no terminal; neither does a test.
        self.refused(ATTACH_CLIENT, 'winpty')
        talk = Conversation().exchange()
        talk.client.type('bye')
        heading, *lines = blocks(README, 'text')[0].splitlines()
        middle = heading.index('Client')
        self.assertEqual([talk.server.status(), talk.client.status()], [0, 0])
        self.assertEqual(talk.server.screen().strip('\n'), '\n'.join(line[:middle].rstrip() for line in lines).rstrip())
        self.assertEqual(talk.client.screen().strip('\n'), '\n'.join(line[middle:] for line in lines))
        self.assertEqual(deployment.run('docker compose ps -a').count('Exited (0)'), 2)

        self.refused(ATTACH_CLIENT, 'recommencez')
        deployment.run(DOWN)
        self.refused(ATTACH_CLIENT, 'commande 1')
        run(f'docker create --name {SERVER} python:3-slim true')
        self.refused(UP, 'docker rm -f', deployment.directory)
        run(re.search('`(docker rm .*?)`', README.read_text(encoding='utf-8'))[1])

    def test_messages(self):
        """Readme : ce que dit Docker mal installé, arrêté, interdit, ou sans réseau est dans le tableau"""
        self.refused(UP, 'dossier', '/')
        self.refused('docker pull localhost:1/nothing', 'réseau')
        self.refused('docker login', 'winpty', page=PUBLISHING, DOCKER_CONFIG='nowhere')
        self.refused('docker ps', 'Démarrez Docker', DOCKER_HOST='unix:///nowhere')
        self.refused('docker -d', 'trop ancien')
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            Path(directory).chmod(0)
            # root may enter any directory: the user nobody asks in its place.
            user = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
            self.refused(f'{user} docker ps', 'usermod', DOCKER_HOST=f'unix://{directory}/socket')
