"""What .ci/setup does where Docker is ready, and where it may install nothing."""
from engine import SERVER, Item, build, run


class Setup(Item):

    def test_1_ready(self):
        """Mise en place : là où Docker répond, .ci/setup ne dit rien et ne change rien"""
        before = run('docker images --all --quiet')
        self.assertEqual(run('.ci/setup 2>&1'), '')
        self.assertEqual(run('docker images --all --quiet'), before)

    def test_2_missing(self):
        """Mise en place : sans Docker ni droit d'installer, une phrase dit ce qui manque et où le trouver"""
        image = build(self.addCleanup)[SERVER]
        sentence = 'status 1\n.ci/setup: Docker is missing; install .*https://[^\n]*\n$'
        with self.assertRaisesRegex(AssertionError, sentence):
            run(f'docker run --rm --interactive {image} bash -s <.ci/setup')
