"""What a start needs, and from what it starts again."""
import unittest

from deployment import RESTART, SERVER, UP, Deployment, inspect
from terminal import CTRL_C, Conversation


class Start(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()

    def start(self, command):
        """Runs this command, says Hello both ways, and returns the conversation."""
        self.deployment.run(command)
        return Conversation().exchange()

    def test_up(self):
        """La Commande 1, encore, après `bye`"""
        self.start(UP).bye()
        self.start(UP)

    def test_restart(self):
        """docker compose restart, en pleine conversation, après `bye`, le Serveur interrompu, le Serveur seul"""
        self.start(UP)
        self.start(RESTART).bye()
        server = self.start(RESTART).server
        server.type(CTRL_C, end='')
        server.status()
        self.start(RESTART)
        self.start(f'{RESTART} {SERVER}')

    def test_slow_server(self):
        """Un Serveur qui met une seconde à écouter a son Client, aussitôt après"""
        slow = self.deployment.directory / 'docker-compose.override.yaml'
        slow.write_text('services: {api-server: {command: [sh, -c, sleep 1; exec python socket_server.py]}}')
        self.addCleanup(slow.unlink)
        self.start(UP)
        # Without --start-interval, the first probe would come late enough to find it listening.
        self.assertGreater(len(inspect(SERVER, '.State.Health.Log')), 1)
