"""What .ci/setup and .ci/run do on a machine that is not ready."""
import os
import tempfile
import unittest
from pathlib import Path

from deployment import CLIENT, SERVER, Deployment, readme, run

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


class Refusal(unittest.TestCase):

    def refused(self, command, sentence):
        """Checks that this command ends with this sentence, and says nothing else."""
        with self.assertRaisesRegex(AssertionError, f'status 1\n{sentence}[^\n]*\n$'):
            run(command)


class Setup(Refusal):

    def test_ready(self):
        """Mise en place : là où Docker répond, .ci/setup ne dit rien et ne change rien"""
        def images():
            return set(run('docker images --all --quiet --no-trunc').split())
        before = images()
        self.assertEqual(run('.ci/setup 2>&1'), '')
        self.assertEqual(images(), before)

    def test_missing(self):
        """Mise en place : sans Docker ni droit d'installer, une phrase dit ce qui manque et où le trouver"""
        deployment = Deployment(self.addCleanup)
        deployment.run('docker compose build')
        container = f'docker run --rm --interactive --network none {deployment.images()[SERVER]}'
        self.refused(f'{container} bash -s <.ci/setup', '.ci/setup: Docker is missing; install .*https://')
        # Docker Desktop, stopped: a docker, but no dockerd.
        stopped = 'ln -s /bin/false /tmp/docker; PATH+=:/tmp bash -s'
        self.refused(f'{container} bash -c "{stopped}" <.ci/setup', '.ci/setup: Docker does not answer; start it, ')

    def test_versions(self):
        """Mise en place : Engine, Compose ou Buildx trop ancien ou absent, une phrase le dit"""
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            for name, script in ('docker', DOCKER), ('dockerd', DOCKERD):
                Path(directory, name).write_text(script)
                Path(directory, name).chmod(0o755)

            def setup(engine, compose='v2.26.0', buildx='v0.13.0'):
                return f'PATH={directory}:$PATH ENGINE={engine} COMPOSE={compose} BUILDX={buildx} .ci/setup'
            self.assertEqual(run(setup('25.0.0')), '')
            self.refused(setup('24.0.9'), '.ci/setup: Docker Engine 24.0.9 is too old; install .*https://')
            self.refused(setup('25.0.0', compose='v2.25.0'), '.ci/setup: Docker Compose 2.25.0 is too old; install ')
            self.refused(setup('25.0.0', compose=''), '.ci/setup: Docker Compose is missing; install ')
            self.refused(setup('25.0.0', buildx=''), '.ci/setup: Docker Buildx is missing; install ')
            # Stopped: root starts it, if it is new enough.
            cause = 'Engine 20.10.24 is too old' if os.geteuid() == 0 else 'does not answer'
            self.refused(setup(''), f'.ci/setup: Docker {cause}; ')


class Run(Refusal):

    def test_name_taken(self):
        """Les tests : les noms déjà pris, ils le disent, avec le remède, et ne touchent à rien"""
        Deployment(self.addCleanup).run('docker compose create')
        before = run('docker ps --all --quiet')
        sentence = f'.ci/run: .* need: {CLIENT}, {SERVER}; remove them .{readme("**Tout arrêter**")}, in the clone'
        self.refused('.ci/run -k FromSources', sentence)
        self.assertEqual(run('docker ps --all --quiet'), before)

    def test_registry(self):
        """Les tests : un autre registry que Docker Hub, ils le refusent"""
        self.refused('REGISTRY=ghcr.io .ci/run -k FromTheHub', '.ci/run: REGISTRY can only be docker.io, ')
