"""What the readme, its page on publishing, its picture and the Compose files say."""
import os
import re
import unittest
from xml.etree import ElementTree

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, DOWN, HAND_IN, PROJECT, PUBLISH, RESTART, ROOT, SERVER,
                        SET_UP_AND_UP, UP, UP_FROM_THE_HUB, Deployment, bash)
from terminal import Conversation

OVER = f'`{DOWN}`, puis la même commande 1'
PAGES = (ROOT / 'readme.md').read_text() + (ROOT / '.github/publier.md').read_text()


def cure(command, directory=ROOT, **environment):
    """Returns the cure of the one row that has a message with which this command fails."""
    said = bash(f'! {command} 2>&1', directory, **environment)
    rows = re.findall('^[|] (`.*) [|] (.*) [|]$', PAGES, re.MULTILINE)
    cures = {told for shown, told in rows for message in re.findall('`(.*?)`', shown)
             if re.search(re.escape(message).replace('…', '.*'), said)}
    assert len(cures) == 1, f'{len(cures)} rows have what {command} says:\n{said}'
    return cures.pop()


class Pages(unittest.TestCase):
    def test_commands(self):
        """Commandes 1, 2 et 3, et les autres : celles que jouent tous les autres tests"""
        self.assertEqual(re.findall('```bash\n *(.*?)\n *```', PAGES, re.DOTALL), [
            UP, UP_FROM_THE_HUB, ATTACH_SERVER, ATTACH_CLIENT, RESTART, DOWN, SET_UP_AND_UP, 'bash .ci/run',
            HAND_IN, 'docker login', PUBLISH])

    def test_compose_files(self):
        """Les deux docker-compose ne diffèrent que par build et pull, ce que dit leur première ligne"""
        difference = bash('! diff <(tail -n +2 docker-compose.yaml) <(tail -n +2 docker-compose.hub.yaml)')
        different = {line.split(':')[0] for line in difference.splitlines() if line[0] in '<>'}
        self.assertEqual(different, {'<     build', '<     pull_policy', '>     pull_policy'})

    def test_docker(self):
        """Docker absent, arrêté, interdit, sans réseau, sans terminal ou ailleurs : le tableau dit le remède"""
        self.assertIn('dossier', cure(UP, '/'))
        # As docker attach says in Git Bash.
        self.assertIn('PowerShell', cure('docker run --interactive --tty python:3-slim true'))
        self.assertIn('PowerShell', cure('docker login', DOCKER_CONFIG='nowhere'))
        self.assertIn('Démarrez Docker', cure('docker ps', DOCKER_HOST='unix:///nowhere'))
        self.assertIn('trop ancien', cure('docker -d'))
        self.assertIn('réseau', cure('docker pull localhost:1/nothing'))
        # Where only root may enter; root tries as nobody.
        nobody = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
        self.assertIn('usermod', cure(f'{nobody} docker ps', DOCKER_HOST='unix:///root/docker.sock'))


class Played(unittest.TestCase):
    """One conversation, then what becomes of it, in this order."""

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()
        cls.deployment.start(SET_UP_AND_UP)
        talk = Conversation().exchange()
        talk.bye()
        cls.screens = {'Serveur': talk.server.screen(), 'Client': talk.client.screen()}

    def test_1_list(self):
        """Les terminaux montrent ce qu'annonce la liste"""
        shown = re.findall('^[45][.] Tapez `Hello` .* : `(.*)` apparaît sur le (.*)[.]$', PAGES, re.MULTILINE)
        self.assertEqual([where for _, where in shown], ['Serveur', 'Client'])
        for line, where in shown:
            self.assertIn(f'{line}\n -> ', self.screens[where])
        self.assertEqual(self.deployment.bash('docker compose ps -a').count('Exited (0)'), 2)

    def test_2_picture(self):
        """Les terminaux montrent ce que montre l'image"""
        groups = ElementTree.parse(ROOT / '.github/poc.svg').iter('{http://www.w3.org/2000/svg}g')
        up, server, client = ('\n'.join(''.join(line.itertext()) for line in group) for group in groups)
        self.assertEqual(up.splitlines()[0], f'$ {UP}')
        self.assertEqual(server, f'$ {ATTACH_SERVER}\n{self.screens["Serveur"]}$ ')
        self.assertEqual(client, f'$ {ATTACH_CLIENT}\n{self.screens["Client"]}$ ')

    def test_3_over(self):
        """Une conversation finie : le tableau mène à une autre"""
        self.assertIn(OVER, cure(ATTACH_CLIENT))

    def test_4_no_network(self):
        """Un réseau supprimé : le tableau mène à une autre conversation"""
        bash(f'docker network rm {PROJECT}_api')
        self.assertIn(OVER, cure(RESTART, self.deployment.directory))
        self.deployment.bash(DOWN)
        self.deployment.start()

    def test_5_no_container(self):
        """Un conteneur supprimé : le tableau mène à une autre conversation"""
        self.deployment.bash(DOWN)
        self.assertIn(OVER, cure(ATTACH_CLIENT))

    def test_6_name_taken(self):
        """Un nom déjà pris : le tableau mène à une autre conversation"""
        container = bash(f'docker create --name {SERVER} python:3-slim true')
        self.addCleanup(bash, f'docker rm --force {container}')
        self.deployment.bash(re.search('`(docker rm .*?)`', cure(UP, self.deployment.directory))[1])
        self.deployment.start()
