"""What GitHub plays."""
import json
import re
import textwrap
from unittest import TestCase

from deployment import NAMES, folder
from shell import ROOT, bash, fake

WORKFLOWS = ROOT / '.github/workflows'
STEPS = (WORKFLOWS / 'docker-hub.yaml').read_text('utf-8').split('\n      - ')[1:]
BAKE = "docker buildx bake --file docker-compose.yaml --set '*.platform=linux/amd64,linux/arm64' --push"
# What each step does, and what the page of the run says if it fails.
ORDER = [
    ('uses: actions/checkout@', None),
    (' bash .ci/publishable >>"$GITHUB_OUTPUT"\n', "Il manque .ci : refaites l'étape 4 "),
    ('uses: docker/login-action@', None),
    (' bash .ci/run -k FromSources ||\n', "Rien n'est publié .* journal"),
    ('uses: docker/setup-buildx-action@', None),
    (f' {BAKE} ||\n', 'Default privacy .* Re-run .* journal'),
    (' docker logout && PUBLISHED=1 bash .ci/run -k FromTheHub ||\n',
     'Make public.* Re-run .* 429 .* journal'),
    (' cat >>"$GITHUB_STEP_SUMMARY" ', None),
]


def script(step):
    """Returns the lines that a step runs."""
    return textwrap.dedent(re.search('run: [|]\n((?: {10}.*\n?)+)', step)[1])


class Workflow(TestCase):
    def test_order(self):
        """Le compte, la démonstration, avant de publier et après ; le mail en dernier"""
        self.assertEqual(len(STEPS), len(ORDER))
        for step, (does, sentence) in zip(STEPS, ORDER):
            self.assertIn(does, step)
            self.assertEqual('::error::' in step, bool(sentence))

    def test_sentences(self):
        """Une étape qui échoue : une phrase dit le remède"""
        all_fails = {**fake('docker', 'false'), **fake('bash', 'false')}
        for step, (does, sentence) in zip(STEPS, ORDER):
            if not sentence:
                continue
            with self.subTest(does):
                said = bash(script(step), folder(), fails=True, **all_fails)
                self.assertRegex(said, f'^::error::.*{sentence}.*$')

    def test_images(self):
        """Les images que prend le second docker-compose, sans émulateur"""
        targets = json.loads(bash(f'{BAKE} --print'))['target'].values()
        pulled = bash('docker compose -f docker-compose.hub.yaml config --images').split()
        self.assertCountEqual([tag for target in targets for tag in target['tags']], pulled)
        # On a base without a program, nothing can run.
        for name in NAMES:
            bash(f'docker build --build-context python:3-slim=.github --output type=cacheonly {name}')

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur"""
        mail = bash(script(STEPS[-1]), GITHUB_SERVER_URL='GIT', GITHUB_REPOSITORY='ME',
                    GITHUB_STEP_SUMMARY='/dev/stdout')
        self.assertIn('Adresse du dépot GitHub : GIT/ME\n', mail)
        hub = 'https://hub.docker.com/r'
        self.assertRegex(mail, f"Adresse de l'image Dockerhub : {hub}/(.*)/api-server {hub}/\\1/api-client\n")

    def test_change(self):
        """Une modification de ce dépôt : tous les tests"""
        self.assertTrue((WORKFLOWS / 'tests.yaml').read_text().endswith('- run: bash .ci/run\n'))
