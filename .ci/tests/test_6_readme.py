"""What the pages show."""
import os
import re
from unittest import TestCase

import pages
from deployment import PROJECT, SERVER, Deployment
from pages import ATTACH_CLIENT, ATTACH_SERVER, DOWN, HAND_IN, LOG_IN, RESTART, UP, cure
from shell import NOBODY, ROOT, bash

# Somebody out of the docker group.
STRANGER = NOBODY if os.geteuid() == 0 else ''
# What fails, and how its cure begins.
FAILURES = [
    (f'cd /\n{UP}', 'Entrez dans le dossier'),
    (f'cd /\n{HAND_IN}', 'Entrez (`cd`) dans le clone'),
    ('HOME= EMAIL= git -c user.useConfigOnly=true var GIT_AUTHOR_IDENT', 'Tapez les `git config'),
    ('git -c http.proxy= ls-remote https://nowhere.invalid/', 'Vérifiez le réseau'),
    # As docker attach in Git Bash, and docker compose without Compose.
    ('docker run --interactive --tty python:3-slim true', "Git Bash n'offre pas de terminal"),
    ('docker -d', 'Docker ou Compose manque'),
    (f'DOCKER_CONFIG=nowhere {LOG_IN}', 'Sous Windows, lancez-le dans PowerShell'),
    ('DOCKER_HOST=unix:///nowhere docker ps', 'Démarrez Docker'),
    ('DOCKER_CONTEXT=nowhere docker ps', '`docker context use default`'),
    ('docker pull localhost:1/nothing', 'Docker Hub ne répond pas'),
    (f'DOCKER_CONFIG=nowhere DOCKER_HOST=unix:///proc/1/root/s {STRANGER} docker ps', '`sudo usermod'),
]
AGAIN = f'`{DOWN}`, puis votre commande 1'


class Pages(TestCase):
    def test_commands(self):
        """Commandes 1, 2 et 3, et les autres : celles que jouent tous les tests"""
        commands = [UP, pages.UP_FROM_THE_HUB, ATTACH_SERVER, ATTACH_CLIENT, RESTART, DOWN,
                    pages.SET_UP_AND_UP, pages.TEST, HAND_IN, LOG_IN, pages.PUBLISH]
        self.assertEqual(re.findall('```bash\n *(.*?)\n *```', pages.text(), re.DOTALL), commands)

    def test_compose_files(self):
        """Les deux docker-compose ne diffèrent que par build et pull"""
        difference = bash('diff docker-compose.yaml docker-compose.hub.yaml', fails=True)
        words = re.findall('^[<>][ #]+([a-zA-Z_]+)', difference, re.MULTILINE)
        service = ['build', 'pull_policy', 'pull_policy']
        self.assertEqual(words, ['Builds', 'Pulls', *service, *service])

    def test_failures(self):
        """Le remède de ce que dit Docker ou git, une ligne par message"""
        for script, beginning in FAILURES:
            with self.subTest(script):
                self.assertEqual(cure(script)[:len(beginning)], beginning)


class OneConversation(TestCase):
    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()
        talk = cls.deployment.talk(pages.SET_UP_AND_UP)
        talk.bye()
        cls.screens = {'Serveur': talk.server.screen(), 'Client': talk.client.screen()}

    def test_1_list(self):
        """Les terminaux montrent ce qu'annonce la liste"""
        shown = re.findall(' : `(.*)` apparaît sur le (.*)[.]', pages.text())
        (received, server), (answered, client) = shown
        self.assertIn(f'{received}\n -> ', self.screens[server])
        self.assertIn(f'{answered}\n -> ', self.screens[client])
        self.assertEqual(self.deployment.bash('docker compose ps -a').count('Exited (0)'), 2)

    def test_2_picture(self):
        """Les terminaux montrent ce que montre l'image"""
        groups = re.findall('(?s)<g .*?</g>', (ROOT / '.github/poc.svg').read_text('utf-8'))
        up, server, client = (re.sub('<.*?>', '', group) for group in groups)
        self.assertIn(f'\n$ {UP}\n', up)
        self.assertEqual(server, f'\n$ {ATTACH_SERVER}\n{self.screens["Serveur"]}$ \n')
        self.assertEqual(client, f'\n$ {ATTACH_CLIENT}\n{self.screens["Client"]}$ \n')

    def test_3_over(self):
        """Le remède d'une conversation finie"""
        self.assertIn(AGAIN, cure(ATTACH_CLIENT))

    def test_4_no_network(self):
        """Le remède d'un réseau supprimé"""
        bash(f'docker network rm {PROJECT}_api')
        self.assertIn(AGAIN, cure(RESTART, self.deployment.directory))
        self.deployment.start(f'{DOWN}\n{UP}')

    def test_5_no_container(self):
        """Le remède d'un conteneur supprimé"""
        self.deployment.bash(DOWN)
        self.assertIn(f"{AGAIN} : lisez ce qu'elle dit", cure(ATTACH_CLIENT))

    def test_6_name_taken(self):
        """Le remède d'un nom déjà pris"""
        container = bash(f'docker create --name {SERVER} python:3-slim true')
        self.addCleanup(bash, f'docker rm --force {container}')
        bash(re.search('`(docker rm .*?)`', cure(UP, self.deployment.directory))[1])
        self.deployment.start()
