"""What a start needs, and from what it starts again."""
import unittest

from deployment import CLIENT, RESTART, SERVER, UP, Deployment, run, started
from terminal import CTRL_C, Conversation


class Start(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.deployment = Deployment()

    def test_commande_1(self):
        """Recommencer : la Commande 1, le Client supprimé en pleine conversation"""
        self.deployment.run(UP)
        Conversation().exchange()
        run(f'docker rm --force {CLIENT}')
        self.deployment.run(UP)
        Conversation().exchange().bye()

    def test_restart(self):
        """Recommencer : docker compose restart, en pleine conversation, après `bye`, le Serveur interrompu, ou seul"""
        self.deployment.run(UP)
        Conversation().exchange()
        self.deployment.run(RESTART)
        Conversation().exchange().bye()
        self.deployment.run(RESTART)
        talk = Conversation().exchange()
        talk.server.type(CTRL_C, end='')
        talk.server.status()
        self.deployment.run(RESTART)
        Conversation().exchange()
        self.deployment.run(f'{RESTART} {SERVER}')
        self.assertLess(started(SERVER), started(CLIENT))
        Conversation().exchange().bye()

    def test_slow_server(self):
        """Démarrage : un Serveur qui met une seconde à écouter a quand même son Client, aussitôt après"""
        slow = self.deployment.directory / 'docker-compose.override.yaml'
        slow.write_text(f'services: {{{SERVER}: {{command: [sh, -c, sleep 1; exec python socket_server.py]}}}}')
        self.addCleanup(slow.unlink)
        self.deployment.run(UP)
        Conversation().exchange()
        # Without --start-interval, the first probe would come after five.
        self.assertLess(started(CLIENT) - started(SERVER), 5)
