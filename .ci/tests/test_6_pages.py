"""What the pages show: commands, what they print, and remedies."""
import os
import re
from unittest import TestCase

from deployment import PROJECT, SERVER, Deployment
from pages import ATTACH_CLIENT, ATTACH_SERVER, DOWN, HAND_IN, LOG_IN, PUBLISH, RESTART
from pages import SET_UP_AND_UP, TEST, UP, UP_FROM_THE_HUB, read, remedy
from shell import AS_NOBODY, bash

STRANGER = f'DOCKER_CONFIG=nowhere {AS_NOBODY if os.geteuid() == 0 else ""}'
# What fails, how its remedy begins, and the page, if not the examiner's.
FAILURES = [
    (f'cd /\n{UP}', 'Entrez (`cd`) dans le dossier'),
    (f'cd /\n{HAND_IN}', 'Entrez (`cd`) dans le dossier', 'publier.md'),
    (f'DOCKER_CONFIG=nowhere {LOG_IN}', 'Sous Windows, lancez-le dans PowerShell', 'publier.md'),
    # As attach in Git Bash, and compose without Compose.
    ('docker run --interactive --tty python:3-slim true', 'Git Bash'),
    ('docker -d', 'Docker, Compose ou Git manque'),
    ('DOCKER_HOST=unix:///nowhere docker ps', 'Démarrez Docker'),
    ('docker --context nowhere ps', '`docker context use default`'),
    (f'DOCKER_HOST=unix:///proc/1/root/s {STRANGER} docker ps', '`sudo usermod'),
    ('docker pull localhost:1/nothing', 'Docker Hub ne répond pas'),
    ('git -c http.proxy= ls-remote https://nowhere.invalid/', '`git clone` ne joint pas'),
]
AGAIN = f'`{DOWN}`, puis votre commande 1'


class Pages(TestCase):
    def test_commands(self):
        """Commandes 1, 2, 3, et les autres : celles que jouent tous les tests"""
        commands = [UP, UP_FROM_THE_HUB, ATTACH_SERVER, ATTACH_CLIENT, RESTART, DOWN,
                    SET_UP_AND_UP, TEST, HAND_IN, LOG_IN, PUBLISH]
        text = read('readme.md') + read('.github/publier.md')
        self.assertEqual(re.findall('```bash\n *(.*?)\n *```', text, re.DOTALL), commands)

    def test_compose_files(self):
        """Les deux docker-compose ne diffèrent que par build et pull"""
        difference = bash('diff docker-compose.yaml docker-compose.hub.yaml', fails=True)
        words = re.findall(r'^[<>][^\w\n]*(\w*)', difference, re.MULTILINE)
        self.assertEqual(words, ['Builds', 'Pulls', *2 * ['build', 'pull_policy', 'pull_policy']])

    def test_failures(self):
        """Le remède de ce que dit Docker ou git, une ligne par message"""
        for script, beginning, *page in FAILURES:
            with self.subTest(script):
                said = bash(script, fails=True, LC_ALL='C')
                self.assertEqual(remedy(said, *page)[:len(beginning)], beginning)


class OneConversation(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()
        talk = cls.deployment.talk(SET_UP_AND_UP)
        talk.bye()
        cls.screens = {'Serveur': talk.server.screen(), 'Client': talk.client.screen()}

    def remedy(self, command):
        """Returns the remedy of this command, which fails."""
        return remedy(self.deployment.bash(command, fails=True))

    def test_1_shown(self):
        """Les terminaux montrent ce qu'annoncent la liste et l'image"""
        shown = re.findall(' : `(.*)` apparaît aussitôt sur le (.*)[.]', read('readme.md'))
        (received, server), (answered, client) = shown
        self.assertIn(f'{received}\n -> ', self.screens[server])
        self.assertIn(f'{answered}\n -> ', self.screens[client])
        self.assertEqual(self.deployment.bash('docker compose ps -a').count('Exited (0)'), 2)
        groups = re.findall('(?s)<g .*?</g>', read('.github/poc.svg'))
        up, server, client = (re.sub('<.*?>', '', group) for group in groups)
        self.assertIn(f'\n$ {UP}\n', up)
        self.assertEqual(server, f'\n$ {ATTACH_SERVER}\n{self.screens["Serveur"]}$ \n')
        self.assertEqual(client, f'\n$ {ATTACH_CLIENT}\n{self.screens["Client"]}$ \n')

    def test_2_again(self):
        """Le remède d'une conversation finie, d'un réseau ou de conteneurs supprimés"""
        self.assertIn(AGAIN, self.remedy(ATTACH_CLIENT))
        bash(f'docker network rm {PROJECT}_api')
        self.assertIn(AGAIN, self.remedy(RESTART))
        self.deployment.start(f'{DOWN}\n{UP}')
        self.deployment.bash(DOWN)
        self.assertIn(f"{AGAIN} : lisez ce qu'elle dit", self.remedy(ATTACH_CLIENT))

    def test_3_name_taken(self):
        """Le remède d'un nom déjà pris"""
        container = bash(f'docker create --name {SERVER} python:3-slim true')
        self.addCleanup(bash, f'docker rm --force {container}')
        first, second = re.findall('`(docker .*?)`', self.remedy(UP))
        self.assertEqual(first, DOWN)
        self.deployment.start(f'{second}\n{UP}')
