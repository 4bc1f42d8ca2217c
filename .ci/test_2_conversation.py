"""What examiners do besides in a conversation, and how one ends."""
import unittest

from deployment import CLIENT, SERVER, Deployment, exits, inspect, run
from terminal import BACKSPACE, CTRL_C, DETACH, Conversation


class Talk(unittest.TestCase):

    def setUp(self):
        Deployment(self.addCleanup).start()
        self.talk = Conversation(self.addCleanup)

    def test_messages(self):
        """Conversation : Backspace efface toute une lettre accentuée ; vingt messages ; se détacher n'arrête rien"""
        self.talk.client.type(f'é{BACKSPACE}a')
        self.talk.server.expect('from connected user: a\r\n')
        self.talk.server.type(f'é{BACKSPACE}b')
        self.talk.client.expect('Received from server: b\r\n')
        for number in range(20):
            self.talk.exchange(f'Ça va ? n° {number} 🐳', f'Très bien, à {number} % 👍')
        for terminal in self.talk.server, self.talk.client:
            terminal.press(DETACH)
            terminal.status()
        Conversation(self.addCleanup).exchange('encore', 'toujours')

    def test_interrupt(self):
        """Fin : Ctrl-C dans le Client ferme les deux, même après une ligne vide, qui n'envoie rien"""
        self.talk.client.type('')
        self.talk.client.expect('\r\n')
        self.talk.client.press(CTRL_C)
        self.assertEqual(exits(), [0, 130])

    def test_interrupt_on_the_servers_turn(self):
        """Fin : Ctrl-C dans le Client quand c'est au Serveur de répondre, le Serveur se ferme à sa prochaine ligne"""
        self.talk.client.type('Hello')
        self.talk.server.expect('user: Hello\r\n -> ')
        self.talk.client.press(CTRL_C)
        self.talk.client.status()
        self.assertTrue(inspect(SERVER, '.State.Running'))
        self.talk.server.type('')
        self.assertEqual(exits(), [0, 130])

    def test_stop(self):
        """Fin : docker stop arrête les deux sans avoir à les tuer"""
        run(f'docker stop {SERVER} {CLIENT}')
        self.assertEqual(exits(), [130, 130])
