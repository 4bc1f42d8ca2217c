"""What runs: two hosts that talk, and to each other alone."""
import time
from unittest import TestCase

from deployment import CLIENT, NAMES, SERVER, Deployment, exit_statuses
from pages import RESTART, UP
from shell import bash, inspect
from terminal import BACKSPACE, CTRL_C, CTRL_S, ENTER


def setUpModule():
    global deployment, seconds_to_start
    deployment = Deployment()
    began = time.monotonic()
    deployment.start()
    seconds_to_start = time.monotonic() - began


class Containers(TestCase):
    def test_network(self):
        """Un seul réseau bridge, et deux hôtes"""
        (server,), (client,) = (inspect(name, '.NetworkSettings.Networks').values() for name in NAMES)
        self.assertEqual(inspect(client['NetworkID'], '.Driver'), 'bridge')
        self.assertIn(f"Connection from: ('{client['IPAddress']}'", bash(f'docker logs {SERVER}'))

    def test_no_way_out(self):
        """Aucune route vers Internet, aucun port publié"""
        for name in NAMES:
            routes = bash(f'docker exec {name} cat /proc/net/route')
            self.assertRegex(routes, r'^Iface\s+Destination\s')
            self.assertNotRegex(routes, r'\n\S+\s+00000000\s')
            self.assertFalse(inspect(name, '.HostConfig.PortBindings'))

    def test_privileges(self):
        """Ni root, ni capacité, ni fichier qui s'écrive"""
        for name in NAMES:
            status = bash(f'docker exec {name} cat /proc/1/status')
            self.assertRegex(status, r'\nUid:\t[1-9].*\nGid:\t[1-9](.*\n)*CapBnd:\t0+\n')
            self.assertIn('Read-only file system', bash(f'docker exec -u 0 {name} touch /x', fails=True))

    def test_stop(self):
        """docker stop les interrompt, sans devoir les tuer (137)"""
        bash(f'docker stop {SERVER} {CLIENT}')
        self.assertEqual(exit_statuses(), ['130', '130'])


class Keyboard(TestCase):
    @classmethod
    def setUpClass(cls):
        talk = deployment.talk(RESTART)
        cls.server, cls.client = talk.server, talk.client
        # It becomes, and stays, the server's turn.
        cls.client.enter('Hello')
        cls.server.expect('from connected user: Hello\n -> ')

    def both_ways(self, *keys, shown):
        """Presses keys on both sides; fails unless this is shown across."""
        self.server.press(*keys, ENTER)
        self.client.expect(f'Received from server: {shown}\n -> ')
        self.client.press(*keys, ENTER)
        self.server.expect(f'from connected user: {shown}\n -> ')

    def test_backspace(self):
        """Backspace efface toute une lettre accentuée, des deux côtés"""
        self.both_ways('ç', BACKSPACE, 'é', shown='é')

    def test_ctrl_s(self):
        """Ctrl-S est une touche comme une autre, des deux côtés"""
        self.both_ways(CTRL_S, 'Hello', shown=f'{CTRL_S}Hello')

    def test_interrupt(self):
        """Ctrl-C dans le Client, puis Entrée dans le Serveur, les ferment ; rien ne redémarre"""
        self.client.press(CTRL_C)
        self.client.status()
        self.server.press(ENTER)
        self.assertEqual(exit_statuses(), ['0', '130'])


class Start(TestCase):
    def test_again(self):
        """Recommencer, après `bye`, en pleine conversation, le Serveur interrompu, le Serveur seul"""
        deployment.talk(UP).bye()
        deployment.talk(UP)
        deployment.talk(RESTART).bye()
        deployment.talk(RESTART).server.press(CTRL_C)
        bash(f'timeout 30 docker wait {SERVER}')
        deployment.talk(RESTART)
        deployment.talk(f'{RESTART} {SERVER}')

    def test_slow_server(self):
        """Un Serveur aussi lent à écouter qu'un démarrage entier reçoit son Client"""
        command = f'sleep {seconds_to_start}; exec python socket_server.py'
        slow = deployment.folder / 'docker-compose.override.yaml'
        slow.write_text(f'services: {{api-server: {{command: [sh, -c, {command}]}}}}')
        self.addCleanup(slow.unlink)
        deployment.talk(UP)
