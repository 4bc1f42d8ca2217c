"""What .ci/setup and .ci/run do on a machine that is not ready."""
import os
import tempfile
import unittest
from pathlib import Path

from deployment import CLIENT, run

# A docker that answers what the environment says, or that Docker Hub says this to who pulls.
DOCKER = '''#!/bin/sh
case $* in
  version*) echo "$ENGINE";;
  compose*) echo "$COMPOSE";;
  buildx*) echo "$BUILDX";;
  image*) echo "$LABELS"; [ "$LABELS" ];;
  pull*) echo "Pulling\n$HUB" >&2; false;;
esac
'''


class Machine(unittest.TestCase):

    def refused(self, sentence, command, **environment):
        """Checks that this command fails with this sentence, and says nothing else."""
        with self.assertRaisesRegex(AssertionError, f'status 1\n{sentence}[^\n]*\n$'):
            run(command, **environment)

    def test_ready(self):
        """Mise en place : là où Docker répond, .ci/setup ne dit rien"""
        self.assertEqual(run('.ci/setup 2>&1'), '')

    def test_missing(self):
        """Mise en place : sans Docker ni droit d'installer, une phrase dit où le trouver"""
        bare = 'docker run --rm --interactive --network none --user 65534 python:3-slim bash'
        self.refused('.ci/setup : Docker ne répond pas .*not found.*https://', f'{bare} -s <.ci/setup')

    def test_unfit(self):
        """Mise en place : Docker trop ancien, ou que Docker Hub refuse, une phrase le dit, que GitHub montre"""
        with tempfile.TemporaryDirectory(prefix='lin2-') as directory:
            docker = Path(directory, 'docker')
            docker.write_text(DOCKER)
            docker.chmod(0o755)
            good = {'PATH': f'{directory}:{os.environ["PATH"]}', 'GITHUB_ACTIONS': '',
                    'ENGINE': '25.0.3', 'COMPOSE': 'v2.26.0', 'BUILDX': 'v0.13.0', 'LABELS': '{"stand-in":""}',
                    'HUB': 'dial tcp: lookup registry-1.docker.io: no such host'}
            self.assertEqual(run('.ci/setup', **good), '')
            for old in {'ENGINE': '24.0.9'}, {'COMPOSE': '2.25.0'}, {'COMPOSE': ''}, {'BUILDX': ''}:
                self.refused('.ci/setup : .* trop ancien.*https://', '.ci/setup', **{**good, **old})
            limit = 'toomanyrequests: rate limit'
            for labels in '', '{"stand-in":""}':
                self.refused(f'::error::.ci/setup : python:3-slim .*{limit}', '.ci/setup',
                             **{**good, 'LABELS': labels, 'HUB': limit, 'GITHUB_ACTIONS': 'true'})

    def test_name_taken(self):
        """Les tests : un nom déjà pris, ils le disent, avec le remède, et ne touchent à rien"""
        container = run(f'docker create --name {CLIENT} python:3-slim true')
        self.addCleanup(run, f'docker rm {container}')
        self.refused(f'.ci/run : .* {CLIENT} .*docker rm -f', '.ci/run -k FromSources')
