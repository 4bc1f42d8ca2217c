"""Two hosts that talk to each other, and to nobody else."""
import unittest

from deployment import NAMES, RESTART, SERVER, Deployment, exits, inspect, run
from terminal import BACKSPACE, CTRL_C, Conversation


def setUpModule():
    global deployment
    deployment = Deployment()
    deployment.start()


class Isolation(unittest.TestCase):

    def test_two_hosts_on_one_bridge(self):
        """Un seul réseau bridge, deux hôtes, deux adresses"""
        (server,), (client,) = (inspect(name, '.NetworkSettings.Networks').values() for name in NAMES)
        self.assertEqual(inspect(client['NetworkID'], '.Driver'), 'bridge')
        self.assertNotEqual(client['IPAddress'], server['IPAddress'])
        self.assertIn(f"Connection from: ('{client['IPAddress']}'", run(f'docker logs {SERVER}'))

    def test_no_way_out(self):
        """Aucune route vers Internet, aucun port publié sur la machine"""
        for name in NAMES:
            self.assertNotIn('eth0\t00000000', run(f'docker exec {name} cat /proc/net/route'))
            self.assertFalse(inspect(name, '.HostConfig.PortBindings'))

    def test_no_privilege(self):
        """Ni root, ni capacité"""
        for name in NAMES:
            status = run(f'docker exec {name} cat /proc/1/status')
            self.assertRegex(status, r'\nUid:\t[1-9].*\nGid:\t[1-9]')
            self.assertRegex(status, r'\nCapBnd:\t0+\n')

    def test_read_only(self):
        """Le système de fichiers est en lecture seule, même pour root"""
        for name in NAMES:
            self.assertIn('Read-only file system', run(f'! docker exec --user 0 {name} touch /app/new 2>&1'))


class Talk(unittest.TestCase):

    def setUp(self):
        deployment.run(RESTART)
        talk = Conversation()
        self.server, self.client = talk.server, talk.client
        # The server's turn: it waits for its keyboard, whatever becomes of the client.
        self.client.type('Hello')
        self.server.expect('from connected user: Hello\n -> ')

    def test_backspace(self):
        """Backspace efface toute une lettre accentuée, des deux côtés"""
        self.server.type(f'ç{BACKSPACE}è')
        self.client.expect('Received from server: è\n -> ')
        self.client.type(f'ç{BACKSPACE}é')
        self.server.expect('from connected user: é\n -> ')

    def test_interrupt(self):
        """Ctrl-C dans le Client, puis Entrée dans le Serveur, les ferment ; rien ne redémarre"""
        self.client.type(CTRL_C, end='')
        self.client.status()
        self.server.type('')
        self.assertEqual(exits(), ['0', '130'])

    def test_stop(self):
        """docker stop interrompt les deux scripts, sans devoir les tuer (137)"""
        run(f'docker stop {" ".join(NAMES)}')
        self.assertEqual(exits(), ['130', '130'])
