"""What examiners do besides in a conversation, and how one ends."""
from engine import CLIENT, SERVER, run, start
from poc import Talk
from terminal import BACKSPACE, CTRL_C, CTRL_D, DETACH


class Conversation(Talk):

    def setUp(self):
        start(self.addCleanup)
        self.attach()

    def test_twenty_messages(self):
        """Conversation : vingt messages dans chaque sens, accents et emoji compris"""
        for number in range(20):
            self.exchange(f'Ça va ? n° {number} 🐳', f'Très bien, à {number} % 👍')

    def test_backspace(self):
        """Conversation : Backspace efface une lettre accentuée entière, dans les deux terminaux"""
        self.client.type(f'é{BACKSPACE}a')
        self.server.expect('from connected user: a\r\n')
        self.server.type(f'é{BACKSPACE}b')
        self.client.expect('Received from server: b\r\n')

    def test_detach(self):
        """Conversation : se détacher (Ctrl-P Ctrl-Q) puis se rattacher ne perd rien"""
        self.exchange()
        for terminal in self.server, self.client:
            terminal.press(DETACH)
            terminal.status()
        self.attach()
        self.exchange('encore', 'toujours')
        log = run(f'docker logs {SERVER}')
        self.assertLess(log.index('user: Hello'), log.index('user: encore'))

    def test_any_bye(self):
        """Conversation : ` ByE ` vaut `bye`"""
        self.client.type('  ByE ')
        self.assertEqual(self.exits(), [0, 0])

    def test_empty_line(self):
        """Fin : après une ligne vide, qui n'envoie rien, Ctrl-C dans le Client ferme les deux"""
        self.client.type('')
        self.client.expect('\r\n')
        self.client.press(CTRL_C)
        self.assertEqual(self.exits(), [0, 130])

    def test_client_interrupted(self):
        """Fin : Ctrl-C dans le Client ferme aussi le Serveur"""
        self.client.press(CTRL_C)
        self.assertEqual(self.exits(), [0, 130])

    def test_client_input_closed(self):
        """Fin : Ctrl-D dans le Client ferme aussi le Serveur"""
        self.client.press(CTRL_D)
        self.assertEqual(self.exits(), [0, 1])

    def test_client_killed(self):
        """Fin : un Client tué ferme aussi le Serveur"""
        run(f'docker kill {CLIENT}')
        self.assertEqual(self.exits(), [0, 137])

    def test_stop(self):
        """Fin : docker stop arrête les deux sans avoir à les tuer"""
        run(f'docker stop {SERVER} {CLIENT}')
        self.assertEqual(self.exits(), [130, 130])
