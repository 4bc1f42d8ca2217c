"""The exam's grid: the files, then the demonstration, from the sources and from Docker Hub."""
import contextlib
import difflib
import http.client
import os
import shutil
import socket
import subprocess
import tempfile
import unittest

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, CLIENT, NAMES, PUBLISH, ROOT, SERVER, UP, UP_FROM_THE_HUB,
                        Deployment, exits, inspect, run, started, until)
from terminal import Conversation, Terminal

GIVEN = {
    'api-server/socket_server.py': '9c02881578e16ef540f496b56a323c411bc14afb02885b2b3f41c6437978cd8b',
    'api-client/socket_client.py': '2dc45a131a40d8b4f51beb6415bf53ffd660cb8e950e12b13c10bf9c257b7947',
}
COMPOSE_FILES = 'docker-compose.yaml', 'docker-compose.hub.yaml'
PUBLISHED = os.environ.get('PUBLISHED')
CONFIG = 'version: 0.1\nstorage: {{filesystem: {{rootdirectory: {}}}}}\nhttp: {{addr: "localhost:{}"}}\n'


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
        self.deployment.start(self.command)
        self.assertLess(started(SERVER), started(CLIENT))

    def test_2_attach_server(self):
        """POC 2 [2 pts] : une connexion terminal interactive sur l’API Serveur"""
        type(self).server = Terminal(ATTACH_SERVER)

    def test_3_attach_client(self):
        """POC 3 [2 pts] : une connexion terminal interactive sur l’API Client"""
        type(self).client = Terminal(ATTACH_CLIENT)

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
        cls.deployment = Deployment()
        cls.deployment.outdate()
        for script in GIVEN:
            (cls.deployment.directory / script).chmod(0o600)


class FromTheHub(Demonstration, unittest.TestCase):
    """From a registry, on a machine that has older images, and another clone in the middle of a conversation.

    Where PUBLISHED is set, from Docker Hub itself, on the machine as it is.
    """
    command = UP_FROM_THE_HUB

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment('docker.io' if PUBLISHED else registry())
        if not PUBLISHED:
            cls.deployment.run(f'{PUBLISH} && docker compose config --images | xargs docker rmi')
            cls.deployment.outdate()
            Deployment().start()
            Conversation().exchange()


def registry():
    """Starts a real registry on loopback: Debian's where it is installed, else the official image.

    Returns its address, 'localhost:PORT'; raises AssertionError if it does not answer.
    """
    with socket.create_server(('localhost', 0)) as free:
        port = free.getsockname()[1]
    if shutil.which('docker-registry'):
        directory = tempfile.mkdtemp(prefix='lin2-')
        unittest.addModuleCleanup(shutil.rmtree, directory)
        process = subprocess.Popen(['docker-registry', 'serve', '/dev/stdin'], stdin=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        unittest.addModuleCleanup(process.wait, 30)
        unittest.addModuleCleanup(process.terminate)
        with process.stdin as config:
            config.write(CONFIG.format(directory, port).encode())
    else:
        container = run(f'docker create --publish 127.0.0.1:{port}:5000 registry:3')
        unittest.addModuleCleanup(run, f'docker rm --force --volumes {container}')
        run(f'docker start {container}')

    def answers():
        with contextlib.closing(http.client.HTTPConnection('localhost', port)) as registry_api:
            try:
                registry_api.request('GET', '/v2/')
                return registry_api.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                return False
    until(answers, 'the registry to answer')
    return f'localhost:{port}'
