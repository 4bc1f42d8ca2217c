"""Two hosts that talk to each other and to nobody else, again."""
import unittest

from deployment import EXITS, NAMES, RESTART, SERVER, UP, Deployment, bash, inspect
from terminal import BACKSPACE, CTRL_C, Conversation


def setUpModule():
    global deployment
    deployment = Deployment()
    deployment.start()


class Isolation(unittest.TestCase):
    def test_network(self):
        """Un seul réseau bridge, deux hôtes, aucune route vers Internet, aucun port publié sur la machine"""
        (server,), (client,) = (inspect(name, '.NetworkSettings.Networks').values() for name in NAMES)
        self.assertEqual(inspect(client['NetworkID'], '.Driver'), 'bridge')
        self.assertNotEqual(client['IPAddress'], server['IPAddress'])
        self.assertIn(f"Connection from: ('{client['IPAddress']}'", bash(f'docker logs {SERVER}'))
        for name in NAMES:
            self.assertNotIn('eth0\t00000000', bash(f'docker exec {name} cat /proc/net/route'))
            self.assertFalse(inspect(name, '.HostConfig.PortBindings'))

    def test_privileges(self):
        """Ni root, ni capacité, ni fichier qui s'écrive"""
        for name in NAMES:
            status = bash(f'docker exec {name} cat /proc/1/status')
            self.assertRegex(status, r'\nUid:\t[1-9].*\nGid:\t[1-9]')
            self.assertRegex(status, r'\nCapBnd:\t0+\n')
            self.assertIn('Read-only file system', bash(f'! docker exec --user 0 {name} touch /app/new 2>&1'))


class Keyboard(unittest.TestCase):
    def setUp(self):
        deployment.bash(RESTART)
        self.talk = Conversation()
        # The server's turn: it waits for its keyboard, whatever becomes of the client.
        self.talk.client.type('Hello')
        self.talk.server.expect('from connected user: Hello\n -> ')

    def test_backspace(self):
        """Backspace efface toute une lettre accentuée, des deux côtés"""
        self.talk.server.type(f'ç{BACKSPACE}è')
        self.talk.client.expect('Received from server: è\n -> ')
        self.talk.client.type(f'ç{BACKSPACE}é')
        self.talk.server.expect('from connected user: é\n -> ')

    def test_interrupt(self):
        """Ctrl-C dans le Client, puis Entrée dans le Serveur, les ferment ; rien ne redémarre"""
        self.talk.client.type(CTRL_C, end='')
        self.talk.client.status()
        self.talk.server.type('')
        self.assertEqual(bash(EXITS), '0\n130')

    def test_stop(self):
        """docker stop interrompt les deux scripts, sans devoir les tuer (137)"""
        bash(f'docker stop {" ".join(NAMES)}')
        self.assertEqual(bash(EXITS), '130\n130')


class Start(unittest.TestCase):
    def talk(self, command):
        """Runs this command, says Hello both ways, and returns the conversation."""
        deployment.bash(command)
        return Conversation().exchange()

    def test_again(self):
        """Recommencer, après `bye`, en pleine conversation, le Serveur interrompu, le Serveur seul"""
        self.talk(UP).bye()
        self.talk(UP)
        self.talk(RESTART).bye()
        server = self.talk(RESTART).server
        server.type(CTRL_C, end='')
        server.status()
        self.talk(RESTART)
        self.talk(f'{RESTART} {SERVER}')

    def test_slow_server(self):
        """Un Serveur qui met une seconde à écouter reçoit son Client"""
        slow = deployment.directory / 'docker-compose.override.yaml'
        slow.write_text('services: {api-server: {command: [sh, -c, sleep 1; exec python socket_server.py]}}')
        self.addCleanup(slow.unlink)
        self.talk(UP)
