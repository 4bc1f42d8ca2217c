"""What .ci/setup and .ci/run do on a machine that is not ready."""
import unittest

from deployment import CLIENT, run

# The docker of this machine, but for one answer.
DOCKER = '''
docker() {
  if [[ $* =~ ^($ASKED) ]]; then echo "$ANSWER"; return "$STATUS"; else command docker "$@"; fi
}
export -f docker
'''


class Machine(unittest.TestCase):
    def test_setup(self):
        """.ci/setup ne dit rien où Docker convient ; trop ancien, ou refusé, une phrase sur GitHub"""
        self.assertEqual(run('bash .ci/setup 2>&1'), '')
        for asked, answer, status, sentence in [
                ('version', '25.0.2', '0', 'trop ancien.* https://'),
                ('compose version', '2.25.0', '0', 'trop ancien.* https://'),
                ('compose version', '', '1', 'incomplet.* https://'),
                ('buildx version', '', '1', 'incomplet.* https://'),
                ('image inspect|pull', 'toomanyrequests', '1', 'python:3-slim .*toomanyrequests')]:
            answers = {'ASKED': asked, 'ANSWER': answer, 'STATUS': status}
            said = run(f'{DOCKER}! bash .ci/setup 2>&1', GITHUB_ACTIONS='true', **answers)
            self.assertRegex(said, f'^::error::.ci/setup : .*{sentence}.*$')

    def test_no_docker(self):
        """.ci/setup, sans Docker ni droit de l'installer, dit où le trouver"""
        bare = 'docker run --rm --interactive --network none --user 65534 python:3-slim bash -s <.ci/setup'
        self.assertRegex(run(f'! {bare} 2>&1'), '^.ci/setup : Docker ne répond pas .*not found.*https://.*$')

    def test_name_taken(self):
        """.ci/run dit qu'un nom est pris, avec le remède, et ne touche à rien"""
        container = run(f'docker create --name {CLIENT} python:3-slim true')
        self.addCleanup(run, f'docker rm {container}')
        self.assertRegex(run('! bash .ci/run -k FromSources 2>&1'), f'^.ci/run : .* {CLIENT} .*docker rm -f.*$')
