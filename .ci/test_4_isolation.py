"""What the two containers may reach, and what reaches them."""
import unittest

from deployment import NAMES, SERVER, Deployment, inspect, run


class Isolation(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        Deployment(cls.addClassCleanup).start()

    def test_1_two_hosts_on_one_bridge(self):
        """Réseau : un seul réseau bridge, deux hôtes, deux adresses"""
        networks = [inspect(name, '.NetworkSettings.Networks') for name in NAMES]
        self.assertEqual([len(joined) for joined in networks], [1, 1])
        (server,), (client,) = (joined.values() for joined in networks)
        self.assertEqual(server['NetworkID'], client['NetworkID'])
        self.assertEqual(inspect(server['NetworkID'], '.Driver'), 'bridge')
        self.assertNotEqual(server['IPAddress'], client['IPAddress'])
        peer = run(f'docker logs {SERVER}')
        self.assertIn(f"Connection from: ('{client['IPAddress']}'", peer)

    def test_2_no_way_out(self):
        """Réseau : aucune route vers Internet, aucun port publié sur la machine"""
        for name in NAMES:
            destinations = [line.split()[1] for line in run(f'docker exec {name} cat /proc/net/route').splitlines()]
            self.assertEqual(len(destinations), 2, 'the heading, then its own network')
            self.assertNotIn('00000000', destinations)
            self.assertFalse(inspect(name, '.HostConfig.PortBindings'))

    def test_3_no_privilege(self):
        """Sécurité : ni root, ni capacité, ni nouveau privilège"""
        for name in NAMES:
            status = run(f'docker exec {name} cat /proc/1/status')
            status = dict(line.partition(':')[::2] for line in status.splitlines())
            self.assertNotIn('0', status['Uid'].split() + status['Gid'].split())
            self.assertEqual({int(status[field], 16) for field in ('CapPrm', 'CapEff', 'CapBnd')}, {0})
            self.assertEqual(int(status['NoNewPrivs']), 1)

    def test_4_read_only(self):
        """Sécurité : le système de fichiers est en lecture seule, même pour root"""
        for name in NAMES:
            with self.assertRaisesRegex(AssertionError, 'Read-only file system'):
                run(f'docker exec --user 0 {name} touch /app/new')
