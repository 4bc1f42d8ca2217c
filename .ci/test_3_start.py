"""What a start needs, and from what it starts again."""
import unittest

from deployment import CLIENT, DOWN, RESTART, SERVER, UP, Deployment, exits, inspect, run, started
from terminal import CTRL_C, Conversation


class Start(unittest.TestCase):

    def setUp(self):
        self.deployment = Deployment(self.addCleanup)

    def whole_conversation(self):
        talk = Conversation(self.addCleanup)
        talk.exchange()
        talk.client.type('bye')
        self.assertEqual(exits(), [0, 0])

    def test_slow_server(self):
        """Démarrage : un Serveur qui met une seconde à écouter a quand même son Client, aussitôt après"""
        (self.deployment.directory / 'docker-compose.override.yaml').write_text(
            f'services: {{{SERVER}: {{command: [sh, -c, sleep 1; exec python socket_server.py]}}}}')
        self.deployment.start()
        # Without --start-interval, the first probe would come after five.
        self.assertLess(started(CLIENT) - started(SERVER), 5)

    def test_change_in_the_sources(self):
        """Démarrage : une modification du Serveur, même en pleine conversation, est dans le prochain lancement"""
        self.deployment.start()
        Conversation(self.addCleanup).exchange()
        self.addCleanup(run, f'docker rmi --force {inspect(SERVER, ".Image")}')
        script = self.deployment.directory / SERVER / 'socket_server.py'
        script.write_text(script.read_text() + '# changed\n')
        self.deployment.run(UP)
        self.assertIn('# changed', run(f'docker exec {SERVER} cat socket_server.py'))
        self.whole_conversation()

    def again(self, command, half_close):
        """Begins again with this command from a live conversation, an ended and a half-closed one."""
        self.deployment.start()
        Conversation(self.addCleanup).exchange()
        self.deployment.run(command)
        self.whole_conversation()
        self.deployment.run(command)
        talk = Conversation(self.addCleanup)
        talk.exchange()
        half_close(talk)
        talk.server.status()
        self.deployment.run(command)
        self.whole_conversation()

    def test_restart(self):
        """Recommencer : docker compose restart, en pleine conversation, après `bye`, le Serveur interrompu, ou seul"""
        self.again(RESTART, lambda talk: talk.server.press(CTRL_C))
        self.deployment.run(f'{RESTART} {SERVER}')
        self.assertLess(started(SERVER), started(CLIENT))
        self.whole_conversation()

    def test_commande_1(self):
        """Recommencer : la Commande 1, en pleine conversation, après `bye`, le Client supprimé"""
        self.again(UP, lambda talk: run(f'docker rm --force {CLIENT}'))

    def test_down(self):
        """Recommencer : docker compose down puis la Commande 1, le Serveur tué en pleine conversation"""
        # From a live conversation and an ended one, every test's cleanup plays down.
        self.deployment.start()
        Conversation(self.addCleanup).exchange()
        run(f'docker kill {SERVER}')
        self.deployment.run(f'{DOWN} && {UP}')
        self.whole_conversation()
