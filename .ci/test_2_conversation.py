"""Two hosts that talk to each other, and to nobody else."""
import unittest

from deployment import NAMES, RESTART, SERVER, Deployment, exits, inspect, run
from terminal import BACKSPACE, CTRL_C, Conversation


def setUpModule():
    global deployment
    deployment = Deployment()
    deployment.start()


class Isolation(unittest.TestCase):

    def test_1_two_hosts_on_one_bridge(self):
        """Réseau : un seul réseau bridge, deux hôtes, deux adresses"""
        (server,), (client,) = (inspect(name, '.NetworkSettings.Networks').values() for name in NAMES)
        self.assertEqual(server['NetworkID'], client['NetworkID'])
        self.assertEqual(inspect(server['NetworkID'], '.Driver'), 'bridge')
        self.assertNotEqual(server['IPAddress'], client['IPAddress'])
        self.assertIn(f"Connection from: ('{client['IPAddress']}'", run(f'docker logs {SERVER}'))

    def test_2_no_way_out(self):
        """Réseau : aucune route vers Internet, aucun port publié sur la machine"""
        for name in NAMES:
            destinations = [line.split()[1] for line in run(f'docker exec {name} cat /proc/net/route').splitlines()]
            self.assertEqual(len(destinations), 2, 'the heading, then its own network')
            self.assertNotIn('00000000', destinations)
            self.assertFalse(inspect(name, '.HostConfig.PortBindings'))

    def test_3_no_privilege(self):
        """Sécurité : ni root, ni capacité"""
        for name in NAMES:
            status = run(f'docker exec {name} cat /proc/1/status')
            status = dict(line.partition(':')[::2] for line in status.splitlines())
            self.assertNotIn('0', status['Uid'].split() + status['Gid'].split())
            self.assertEqual({int(status[field], 16) for field in ('CapPrm', 'CapEff', 'CapBnd')}, {0})

    def test_4_read_only(self):
        """Sécurité : le système de fichiers est en lecture seule, même pour root"""
        for name in NAMES:
            with self.assertRaisesRegex(AssertionError, 'Read-only file system'):
                run(f'docker exec --user 0 {name} touch /app/new')


class Talk(unittest.TestCase):

    def setUp(self):
        deployment.run(RESTART)
        self.talk = Conversation()

    def test_messages(self):
        """Conversation : Backspace efface toute une lettre accentuée ; fermer les terminaux n'arrête rien, docker stop suffit"""
        self.talk.exchange('Ça va ? 🐳', 'Très bien 👍')
        self.talk.client.type(f'é{BACKSPACE}a')
        self.talk.server.expect('from connected user: a\n -> ')
        self.talk.server.type(f'é{BACKSPACE}b')
        self.talk.client.expect('Received from server: b\n -> ')
        self.talk.server.close()
        self.talk.client.close()
        Conversation().exchange('encore', 'toujours')
        run(f'docker stop {" ".join(NAMES)}')
        # Not 137: neither had to be killed.
        self.assertEqual(exits(), [130, 130])

    def test_interrupt(self):
        """Fin : Ctrl-C dans le Client, le Serveur se ferme à sa prochaine ligne si c'est à lui de répondre"""
        self.talk.client.type('Hello')
        self.talk.server.expect('user: Hello\n -> ')
        self.talk.client.type(CTRL_C, end='')
        self.talk.client.status()
        self.assertTrue(inspect(SERVER, '.State.Running'))
        self.talk.server.type('')
        self.assertEqual(exits(), [0, 130])
