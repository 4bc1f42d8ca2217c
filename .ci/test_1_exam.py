"""The exam's grid: the files, the demonstration from the sources and from Docker Hub, the images."""
import difflib
import os
import unittest

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, CLIENT, NAMES, PUBLISH, ROOT, SERVER, UP, UP_FROM_THE_HUB,
                        Deployment, exits, inspect, run, started)
from registry import Registry
from terminal import Conversation, Terminal

GIVEN = {
    'api-server/socket_server.py': '9c02881578e16ef540f496b56a323c411bc14afb02885b2b3f41c6437978cd8b',
    'api-client/socket_client.py': '2dc45a131a40d8b4f51beb6415bf53ffd660cb8e950e12b13c10bf9c257b7947',
}
COMPOSE_FILES = 'docker-compose.yaml', 'docker-compose.hub.yaml'
PUBLISHED = os.environ.get('PUBLISHED')


class Repository(unittest.TestCase):

    def test_1_files(self):
        """Dépot Github [5 pts] : 1 pt par fichier (5x)"""
        for file in *GIVEN, *(f'{name}/Dockerfile' for name in NAMES), *COMPOSE_FILES, 'readme.md':
            self.assertTrue((ROOT / file).is_file(), file)

    def test_2_compose_files(self):
        """Dépot Github : seuls build et pull distinguent les deux docker-compose"""
        texts = [(ROOT / name).read_text().splitlines() for name in COMPOSE_FILES]
        different = {line.split(':')[0] for line in difflib.ndiff(*texts) if line[0] in '-+'}
        self.assertEqual(different, {'-     build', '-     pull_policy', '+     pull_policy'})


class Demonstration:
    """A mixin: the exam's six steps, in one conversation, then its images. Where one fails, none of the next is played.

    The class says .deployment, and which .command starts it. unittest plays tests by name: hence the numbers.
    """
    failed = False

    def setUp(self):
        self.assertFalse(self.failed, 'not played: a step before this one has failed')

    def run(self, result):
        failures = len(result.failures + result.errors)
        super().run(result)
        type(self).failed |= len(result.failures + result.errors) > failures

    def test_1_up(self):
        """POC 1 [5 pts] : créer les deux containers et initialiser les 2 API, en premier le Serveur suivie ensuite du Client"""
        if not PUBLISHED:
            # Another clone, of another account, is in the middle of a conversation.
            Deployment(self.addClassCleanup, project=self.deployment.project).start()
            Conversation(self.addClassCleanup).exchange()
        self.deployment.start(self.command)
        self.assertEqual({name: inspect(name, '.Config.Image') for name in NAMES}, self.deployment.images())
        self.assertTrue(all(inspect(name, '.State.Running') for name in NAMES))
        self.assertLess(started(SERVER), started(CLIENT))

    def test_2_attach_server(self):
        """POC 2 [2 pts] : une connexion terminal interactive sur l’API Serveur"""
        type(self).server = Terminal(self.addClassCleanup, ATTACH_SERVER)

    def test_3_attach_client(self):
        """POC 3 [2 pts] : une connexion terminal interactive sur l’API Client"""
        type(self).client = Terminal(self.addClassCleanup, ATTACH_CLIENT)

    def test_4_hello_from_client(self):
        """POC 4 [1 pt] : Tapez `Hello` dans le Client. Le message `Hello` doit apparaitre sur le Serveur"""
        self.client.type('Hello')
        self.server.expect('from connected user: Hello\r\n')

    def test_5_hello_from_server(self):
        """POC 5 [1 pt] : Tapez `Hello` dans le Serveur. Le message `Hello` doit apparaitre sur le Client"""
        self.server.type('Hello')
        self.client.expect('Received from server: Hello\r\n')

    def test_6_bye(self):
        """POC 6 [1 pt] : Taper `bye` dans le Client. Le Serveur et le Client doivent se fermer"""
        self.client.type('bye')
        self.assertEqual([self.server.status(), self.client.status()], [0, 0])
        self.assertEqual(exits(), [0, 0])

    def test_7_images(self):
        """Dépot Dockerhub [6 pts] : 3 pts par image avec tag et version (x2), leur adresse dans un LABEL"""
        for name in NAMES:
            account, tagged = inspect(name, '.Config.Image').split('/')[-2:]
            self.assertEqual(tagged, f'{name}:latest')
            self.assertEqual(inspect(name, '.Config.Labels.hub_url'), f'https://hub.docker.com/r/{account}/{name}')

    def test_8_given_scripts(self):
        """Dépot Dockerhub : elles contiennent les deux applicatifs fournis, intacts à l'octet près"""
        for script, digest in GIVEN.items():
            name, file = script.split('/')
            self.assertEqual(run(f'docker cp {name}:/app/{file} - | tar -xO | sha256sum'), f'{digest}  -')


class FromSources(Demonstration, unittest.TestCase):
    """From a private clone, on a machine that has older images of the same names."""
    command = UP

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment(cls.addClassCleanup)
        cls.deployment.outdate()
        for script in GIVEN:
            (cls.deployment.directory / script).chmod(0o600)


class FromTheHub(Demonstration, unittest.TestCase):
    """From a registry, on such a machine; where PUBLISHED is set, from Docker Hub itself."""
    command = UP_FROM_THE_HUB

    @classmethod
    def setUpClass(cls):
        registry = 'docker.io' if PUBLISHED else Registry(cls.addClassCleanup).address
        cls.deployment = Deployment(cls.addClassCleanup, registry)
        if not PUBLISHED:
            cls.deployment.run(PUBLISH)
            cls.deployment.run(f'docker rmi {" ".join(cls.deployment.images().values())}')
            cls.deployment.outdate()
