"""What .ci/setup and .ci/run do on a machine that is not ready."""
import os
import tempfile
import unittest
from pathlib import Path

from deployment import CLIENT, DOWN, SERVER, Deployment, inspect, run

# A docker that answers what the environment says; a part without an answer is missing, or does not answer.
DOCKER = '''#!/bin/sh
case $* in
  info*) [ "$ENGINE" ];;
  version*) echo "$ENGINE"; [ "$ENGINE" ];;
  compose*) echo "$COMPOSE"; [ "$COMPOSE" ];;
  buildx*) echo "$BUILDX"; [ "$BUILDX" ];;
  image*) echo "$LABELS"; [ "$LABELS" ];;
  pull*) echo "Pulling\n$HUB" >&2; false;;
esac
'''
DOCKERD = '''#!/bin/sh
echo 'Docker version 20.10.24+dfsg1, build 297e128'
'''


class Machine(unittest.TestCase):

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='lin2-')
        self.addCleanup(directory.cleanup)
        for name, script in ('docker', DOCKER), ('dockerd', DOCKERD):
            Path(directory.name, name).write_text(script)
            Path(directory.name, name).chmod(0o755)
        self.path = f'{directory.name}:{os.environ["PATH"]}'

    def setup(self, **answers):
        """Returns what .ci/setup prints, not on GitHub, where Docker gives these answers, or else good ones."""
        answers = {'ENGINE': '25.0.0', 'COMPOSE': 'v2.26.0', 'BUILDX': 'v0.13.0', 'LABELS': 'null',
                   'GITHUB_ACTIONS': '', **answers}
        return run('.ci/setup', PATH=self.path, **answers)

    def refused(self, sentence, function, *arguments, **answers):
        """Checks that this ends with this sentence, and says nothing else."""
        with self.assertRaisesRegex(AssertionError, f'status 1\n{sentence}[^\n]*\n$'):
            function(*arguments, **answers)

    def test_ready(self):
        """Mise en place : là où Docker répond, .ci/setup ne dit rien et laisse python:3-slim comme elle est"""
        before = inspect('python:3-slim', '.Id')
        self.assertEqual(run('.ci/setup 2>&1'), '')
        self.assertEqual(inspect('python:3-slim', '.Id'), before)

    def test_missing(self):
        """Mise en place : sans Docker ni droit d'installer, une phrase dit ce qui manque et où le trouver"""
        deployment = Deployment(self.addCleanup)
        deployment.run('docker compose build')
        container = f'docker run --rm --interactive --network none {deployment.images()[SERVER]}'
        self.refused('.ci/setup : il manque Docker ; installez .*https://', run, f'{container} bash -s <.ci/setup')
        # Docker Desktop, stopped: a docker, but no dockerd.
        stopped = 'ln -s /bin/false /tmp/docker; PATH+=:/tmp bash -s'
        self.refused('.ci/setup : Docker ne répond pas ; démarrez-le, ',
                     run, f'{container} bash -c "{stopped}" <.ci/setup')

    def test_versions(self):
        """Mise en place : Engine, Compose ou Buildx trop ancien ou absent, une phrase le dit, que GitHub montre"""
        self.assertEqual(self.setup(), '')
        too_old = '.ci/setup : Docker Engine 24.0.9 est trop ancien ; installez .*https://'
        self.refused(too_old, self.setup, ENGINE='24.0.9')
        self.refused(f'::error::{too_old}', self.setup, ENGINE='24.0.9', GITHUB_ACTIONS='true')
        self.refused('.ci/setup : Docker Compose 2.25.0 est trop ancien ; ', self.setup, COMPOSE='v2.25.0')
        self.refused('.ci/setup : il manque Docker Compose ; installez ', self.setup, COMPOSE='')
        self.refused('.ci/setup : il manque Docker Buildx ; installez ', self.setup, BUILDX='')
        # Stopped: root starts it, if it is new enough.
        cause = 'Engine 20.10.24 est trop ancien' if os.geteuid() == 0 else 'ne répond pas'
        self.refused(f'.ci/setup : Docker {cause} ; ', self.setup, ENGINE='')

    def test_docker_hub(self):
        """Mise en place : si Docker Hub refuse python:3-slim, Docker dit pourquoi ; s'il est injoignable, rien"""
        limit, unreachable = 'toomanyrequests: rate limit', 'dial tcp: lookup registry-1.docker.io: no such host'
        stand_in = '{"stand-in":""}'
        for labels in '', stand_in:
            self.refused(f'.ci/setup : python:3-slim .* Docker dit : {limit}', self.setup, LABELS=labels, HUB=limit)
        self.assertEqual(self.setup(LABELS=stand_in, HUB=unreachable), '')

    def test_name_taken(self):
        """Les tests : les noms déjà pris, ils le disent, avec le remède, et ne touchent à rien"""
        def taken():
            return run("docker ps --all --filter 'name=^/api-' --format '{{.ID}} {{.State}}'")
        Deployment(self.addCleanup).run('docker compose create')
        before = taken()
        self.refused(f'.ci/run : .* {CLIENT}, {SERVER} ; supprimez-les .{DOWN}', run, '.ci/run -k FromSources')
        self.assertEqual(taken(), before)
