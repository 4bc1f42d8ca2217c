"""The exam's grid: the demonstration, from the sources and from Docker Hub, and what it runs."""
import os
import unittest

from deployment import (ATTACH_CLIENT, ATTACH_SERVER, CLIENT, EXITS, NAMES, PUBLISH, SERVER, UP, UP_FROM_THE_HUB,
                        Deployment, bash, inspect, soon)
from terminal import Conversation, Terminal

GIVEN = {SERVER: '9c02881578e16ef540f496b56a323c411bc14afb02885b2b3f41c6437978cd8b',
         CLIENT: '2dc45a131a40d8b4f51beb6415bf53ffd660cb8e950e12b13c10bf9c257b7947'}
# Gives both names to another image, as an older build has them.
OUTDATE = 'docker compose config --images | xargs --max-args=1 docker tag python:3-slim'


class Demonstration:
    """A mixin: the exam's six steps, in one conversation, then its images, in the order of their names."""

    def test_1_up(self):
        """POC 1 [5 pts] : initialiser les 2 API, en premier le Serveur suivie ensuite du Client"""
        self.deployment.start(self.command)
        server, client = (inspect(name, '.State.StartedAt') for name in NAMES)
        self.assertLess(server, client)
        first, *more = inspect(SERVER, '.State.Health.Log')
        late = bash(f"echo $(($(date --date={first['Start']} +%s) - $(date --date={server} +%s)))")
        self.assertTrue(int(late) < 4 or more, f'the first probe comes after {late} s: --start-interval?')

    def test_2_attach_server(self):
        """POC 2 [2 pts] : une connexion terminal interactive sur l’API Serveur"""
        type(self).server = Terminal(ATTACH_SERVER)

    def test_3_attach_client(self):
        """POC 3 [2 pts] : une connexion terminal interactive sur l’API Client"""
        type(self).client = Terminal(ATTACH_CLIENT)

    def test_4_hello_from_client(self):
        """POC 4 [1 pt] : Tapez `Hello` dans le Client. Le message `Hello` doit apparaitre sur le Serveur"""
        self.client.type('Hello')
        self.server.expect('from connected user: Hello\n')

    def test_5_hello_from_server(self):
        """POC 5 [1 pt] : Tapez `Hello` dans le Serveur. Le message `Hello` doit apparaitre sur le Client"""
        self.server.type('Hello')
        self.client.expect('Received from server: Hello\n')

    def test_6_bye(self):
        """POC 6 [1 pt] : Taper `bye` dans le Client. Le Serveur et le Client doivent se fermer"""
        self.client.type('bye')
        self.assertEqual([self.server.status(), self.client.status()], [0, 0])
        self.assertEqual(bash(EXITS), '0\n0')

    def test_7_images(self):
        """Dépot Dockerhub [6 pts] : 3 pts par image avec tag et version (x2), leur adresse dans un LABEL"""
        for name in NAMES:
            account, tagged = inspect(name, '.Config.Image').split('/')[-2:]
            self.assertEqual(tagged, f'{name}:latest')
            address = f'https://hub.docker.com/r/{account}/{name}'
            self.assertEqual(inspect(name, '.Config.Labels.hub_url'), address)

    def test_8_given_scripts(self):
        """Dépot Dockerhub : elles contiennent les deux applicatifs fournis, intacts à l'octet près"""
        for name, digest in GIVEN.items():
            self.assertEqual(bash(f'docker cp {name}:/app - | tar -xO | sha256sum'), f'{digest}  -')


class FromSources(Demonstration, unittest.TestCase):
    """From a private clone, on a machine that has older images of the same names."""
    command = UP

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()
        cls.deployment.bash(f'{OUTDATE} && chmod 600 api-*/*.py')


class FromTheHub(Demonstration, unittest.TestCase):
    """From a registry, beside older images and another clone's conversation; if PUBLISHED, from Docker Hub itself."""
    command = UP_FROM_THE_HUB

    @classmethod
    def setUpClass(cls):
        if os.environ.get('PUBLISHED'):
            cls.deployment = Deployment('docker.io')
            return
        registry = bash('docker run --detach --publish 127.0.0.1::5000 registry:3')
        cls.addClassCleanup(bash, f'docker rm --force --volumes {registry}')
        assert soon(lambda: 'listening on' in bash(f'docker logs {registry} 2>&1')), 'the registry does not listen'
        cls.deployment = Deployment(bash(f'docker port {registry} 5000'))
        cls.deployment.bash(f'{PUBLISH} && docker compose config --images | xargs docker rmi && {OUTDATE}')
        Deployment().start()
        Conversation().exchange()
