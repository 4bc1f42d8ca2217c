"""The exam's grid: the demonstration, from the sources and from Docker Hub."""
import os
from unittest import TestCase

from deployment import CLIENT, COMPOSE_FILES, NAMES, SERVER, Deployment, exit_statuses, start_registry
from pages import ATTACH_CLIENT, ATTACH_SERVER, PUBLISH, UP, UP_FROM_THE_HUB
from shell import bash, inspect
from terminal import Terminal

GIVEN = {
    SERVER: '9c02881578e16ef540f496b56a323c411bc14afb02885b2b3f41c6437978cd8b',
    CLIENT: '2dc45a131a40d8b4f51beb6415bf53ffd660cb8e950e12b13c10bf9c257b7947',
}


class Demonstration:
    """The exam's steps, in one conversation."""
    started = False

    def setUp(self):
        if not self.started and self._testMethodName != 'test_1_up':
            self.fail('jouez toutes les étapes : -k FromSources')

    def test_1_up(self):
        """POC 1 [5 pts] : initialiser les 2 API, en premier le Serveur suivie ensuite du Client"""
        self.deployment.start(self.command)
        type(self).started = True
        server, client = (inspect(name, '.State.StartedAt') for name in NAMES)
        self.assertLess(server, client)
        # Without --start-interval, a first and only probe comes late.
        probe, *more = inspect(SERVER, '.State.Health.Log')
        late = bash(f'echo $(($(date -d {probe["Start"]} +%s) - $(date -d {server} +%s)))')
        self.assertTrue(int(late) < 4 or more, f'contrôle après {late} s : --start-interval ?')

    def test_2_attach_server(self):
        """POC 2 [2 pts] : une connexion terminal interactive sur l’API Serveur"""
        type(self).server = Terminal(ATTACH_SERVER)

    def test_3_attach_client(self):
        """POC 3 [2 pts] : une connexion terminal interactive sur l’API Client"""
        type(self).client = Terminal(ATTACH_CLIENT)

    def test_4_hello_from_client(self):
        """POC 4 [1 pt] : Tapez `Hello` dans le Client. Le message `Hello` doit apparaitre sur le Serveur"""
        self.client.enter('Hello')
        self.server.expect('from connected user: Hello\n')

    def test_5_hello_from_server(self):
        """POC 5 [1 pt] : Tapez `Hello` dans le Serveur. Le message `Hello` doit apparaitre sur le Client"""
        self.server.enter('Hello')
        self.client.expect('Received from server: Hello\n')

    def test_6_bye(self):
        """POC 6 [1 pt] : Taper `bye` dans le Client. Le Serveur et le Client doivent se fermer"""
        self.client.enter('bye')
        self.assertEqual([self.server.status(), self.client.status()], [0, 0])
        self.assertEqual(exit_statuses(), ['0', '0'])

    def test_7_images(self):
        """Dépot Dockerhub [6 pts] : 3 pts par image avec tag et version (x2), l'adresse dans un LABEL"""
        for name in NAMES:
            account, tagged = inspect(name, '.Config.Image').split('/')[-2:]
            self.assertEqual(tagged, f'{name}:latest')
            label = inspect(name, '.Config.Labels.hub_url')
            self.assertEqual(label, f'https://hub.docker.com/r/{account}/{name}')
        self.assertEqual(*(self.deployment.images(file) for file in COMPOSE_FILES))

    def test_8_given_scripts(self):
        """Dépot Dockerhub : les deux applicatifs fournis, intacts à l'octet près"""
        for name, digest in GIVEN.items():
            self.assertEqual(bash(f'docker cp {name}:/app - | tar -xO | sha256sum'), f'{digest}  -')


class FromSources(Demonstration, TestCase):
    """From a private clone, beside older images."""
    command = UP

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()
        cls.deployment.outdate()
        cls.deployment.bash('chmod 600 api-*/*.py')


class FromTheHub(Demonstration, TestCase):
    """From Docker Hub if PUBLISHED, else a registry, beside older images and another clone."""
    command = UP_FROM_THE_HUB

    @classmethod
    def setUpClass(cls):
        if os.environ.get('PUBLISHED'):
            cls.deployment = Deployment('docker.io')
            return
        cls.deployment = Deployment(start_registry())
        cls.deployment.bash(PUBLISH)
        bash(f'docker rmi {" ".join(cls.deployment.images())}')
        cls.deployment.outdate()
        Deployment().talk()
