"""What .ci/setup and the tests do on a machine that is not ready, or in trouble."""
import os
import tempfile
from pathlib import Path

from engine import CLIENT, SERVER, Item, build, containers, copy, inspect, leave_no_trace, readme, run

# A docker whose versions are those of the environment; what has none does not answer.
DOCKER = '''#!/bin/sh
case $* in
  info*) [ "$ENGINE" ];;
  version*) echo "$ENGINE"; [ "$ENGINE" ];;
  compose*) echo "$COMPOSE"; [ "$COMPOSE" ];;
  buildx*) echo "$BUILDX"; [ "$BUILDX" ];;
esac
'''
DOCKERD = '''#!/bin/sh
echo 'Docker version 20.10.24+dfsg1, build 297e128'
'''

FAILING = '''
from engine import Item, run
from poc import Poc

class First(Poc, Item):
    origin = 'failing'
    def test_1_up(self):
        """Fails"""
        run('docker compose create')
        self.fail('the first cause')

class Second(Item):
    def test(self):
        """Comes later"""
'''


class Setup(Item):

    def refused(self, sentence, command):
        """Checks that this command ends with this sentence, and says nothing else."""
        with self.assertRaisesRegex(AssertionError, f'status 1\n.ci/setup: {sentence}; install .*https://[^\n]*\n$'):
            run(command)

    def test_1_ready(self):
        """Mise en place : là où Docker répond, .ci/setup ne dit rien et ne change rien"""
        def images():
            return set(run('docker images --all --quiet --no-trunc').split())
        before = images()
        self.assertEqual(run('.ci/setup 2>&1'), '')
        self.assertEqual(images(), before)

    def test_2_missing(self):
        """Mise en place : sans Docker ni droit d'installer, une phrase dit ce qui manque et où le trouver"""
        image = build(self.addCleanup)[SERVER]
        container = 'docker run --rm --interactive --network none'
        self.refused('Docker is missing', f'{container} {image} bash -s <.ci/setup')
        # As root, but on a Debian with no version: sid.
        sid = 'sed -i /VERSION_ID/d /etc/os-release; bash -s'
        self.refused('Docker is missing', f'{container} --user 0 {image} bash -c "{sid}" <.ci/setup')

    def test_3_versions(self):
        """Mise en place : Engine, Compose ou Buildx trop ancien, illisible ou absent, une phrase le dit"""
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            for name, script in ('docker', DOCKER), ('dockerd', DOCKERD):
                Path(directory, name).write_text(script)
                Path(directory, name).chmod(0o755)
            setup = f'PATH={directory}:$PATH ENGINE={{}} COMPOSE={{}} BUILDX={{}} .ci/setup'
            self.refused('Docker Engine 24.0.9 is too old', setup.format('24.0.9', 'v2.26.0', 'v0.13.0'))
            self.refused('Docker Engine of unknown version is too old', setup.format('dev', 'v2.26.0', 'v0.13.0'))
            self.refused('Docker Compose 2.25.0 is too old', setup.format('25.0.0', 'v2.25.0', 'v0.13.0'))
            self.refused('Docker Compose of unknown version is too old', setup.format('25.0.0', 'dev', 'v0.13.0'))
            self.refused('Docker Compose is missing', setup.format('25.0.0', '', 'v0.13.0'))
            self.refused('Docker Buildx is missing', setup.format('25.0.0', 'v2.26.0', ''))
            self.assertEqual(run(setup.format('25.0.0', 'v2.26.0', 'v0.13.0')), '')
            # Not started: only root may start it, if it is new enough.
            root = os.geteuid() == 0
            sentence = 'Engine 20.10.24 is too old; install' if root else 'does not answer; start it, or join its group'
            with self.assertRaisesRegex(AssertionError, f'status 1\n.ci/setup: Docker {sentence}[^\n]*\n$'):
                run(setup.format('', 'v2.26.0', 'v0.13.0'))


class Tests(Item):

    def test_1_name_taken(self):
        """Les tests : un nom pris par le conteneur d'un autre, ils le disent et n'y touchent pas"""
        image = build(self.addCleanup)[SERVER]
        other = run(f'docker run --detach --name {SERVER} {image} sleep infinity')
        self.addCleanup(run, f'docker rm --force {other}')
        with self.assertRaisesRegex(AssertionError, f'status 1\nThe tests need [^\n]* not free: {SERVER}\\. [^\n]*\n$'):
            run(f'{readme("Tester")} -k FromSources')
        self.assertTrue(inspect(other, '.State.Running'))

    def test_2_after_the_demonstration(self):
        """Les tests : les noms encore pris par la démonstration, ils disent la commande qui les libère"""
        leave_no_trace(self.addCleanup)
        run('docker compose create')
        with self.assertRaisesRegex(AssertionError, f'not free: {CLIENT}, {SERVER}') as refusal:
            run(f'{readme("Tester")} -k FromSources')
        self.assertIn(f'({readme("**Tout arrêter**")}, in the clone', str(refusal.exception))
        run(readme('**Tout arrêter**'))
        self.assertFalse(containers())

    def test_3_first_cause(self):
        """Les tests : une étape échoue et laisse ses conteneurs, la première cause est dans le rapport"""
        directory = copy(self.addCleanup)
        leave_no_trace(self.addCleanup, directory)
        (directory / '.ci/failing.py').write_text(FAILING)
        with self.assertRaises(AssertionError) as failure:
            run('python3 -m unittest discover -s .ci -p failing.py', directory)
        report = str(failure.exception)
        self.assertIn('AssertionError: the first cause', report)
        self.assertEqual(report.count('AssertionError: not played: step 1 has not succeeded'), 5)
        self.assertIn(f'AssertionError: The tests need container names that are not free: {CLIENT}', report)

    def test_4_endless(self):
        """Les tests : une commande qui n'en finit pas échoue, avec ce qu'elle a affiché"""
        with self.assertRaisesRegex(AssertionError, 'not done in 1 s\nbegun'):
            run('echo begun; sleep 60; true', seconds=1)
