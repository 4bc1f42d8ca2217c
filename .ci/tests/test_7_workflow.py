"""What GitHub plays."""
import json
import re
import textwrap
from unittest import TestCase

import test_1_exam
from deployment import COMPOSE_FILES, NAMES, copy_to, new_folder
from pages import read
from shell import bash, fake

STEPS = read('.github/workflows/docker-hub.yaml').split('\n      - ')[1:]
BAKE = "docker buildx bake --file docker-compose.yaml --set '*.platform=linux/amd64,linux/arm64' --push"
# What each step does, and what the page of the run says if it fails.
ORDER = [
    ('uses: actions/checkout@', None),
    ('docker login ', 'étape 4 .* Repo Read & Write .* DOCKERHUB_TOKEN .* Re-run failed jobs'),
    (f' bash .ci/run -k {test_1_exam.FromSources.__name__} ||\n', "Rien n'est publié .* journal .*étape 4 "),
    ('uses: docker/setup-buildx-action@', None),
    (f' {BAKE} ||\n', 'Read & Write .* Default privacy .* Public.* Re-run failed jobs.* journal'),
    (f' docker logout && PUBLISHED=1 bash .ci/run -k {test_1_exam.FromTheHub.__name__} ||\n',
     'Make public.* Re-run failed jobs.* 429 .* journal'),
    (' cat >>"$GITHUB_STEP_SUMMARY" ', None),
]
TOKEN = 'dckr_pat_secret'
# As Docker Hub, to moncompte with this token, on standard input.
HUB = f'''
[ "$*" = "login --username moncompte --password-stdin" ] && [ "$(cat)" = {TOKEN} ] && return
echo Docker warns
echo Docker refuses $3
return 1'''
ON_MAIN = {'GITHUB_REF_NAME': 'main', 'TOKEN': f' {TOKEN}\n'}


def script(step):
    """Returns the lines that a step runs."""
    return textwrap.dedent(re.search('run: [|]\n((?: {10}.*\n?)+)', step)[1])


class Workflow(TestCase):
    def test_steps(self):
        """La démonstration avant de publier, et après ; un échec dit son remède"""
        folder = copy_to(new_folder())
        all_fails = {**fake('docker', 'false'), **fake('bash', 'false'), **ON_MAIN}
        self.assertEqual(len(STEPS), len(ORDER))
        for step, (does, sentence) in zip(STEPS, ORDER):
            self.assertIn(does, step)
            self.assertEqual('::error::' in step, bool(sentence))
            if sentence:
                said = bash(script(step), folder, fails=True, **all_fails)
                self.assertRegex(said, f'^::error::.*{sentence}.*$')

    def test_log_in(self):
        """Le compte du docker-compose, un jeton que rien ne montre ; un refus expliqué"""
        log_in, folder = script(STEPS[1]), copy_to(new_folder())
        bash('bash .ci/set-account moncompte', folder)
        self.assertEqual(bash(log_in, folder, **ON_MAIN, **fake('docker', HUB)), '')
        bash('bash .ci/set-account unautre', folder)
        said = bash(log_in, folder, fails=True, **ON_MAIN, **fake('docker', HUB))
        self.assertRegex(said, "^::error::Docker Hub refuse .* 'unautre' .Docker refuses unautre.*étape 4 .*")
        said = bash(log_in, folder, fails=True, GITHUB_REF_NAME='essai')
        self.assertRegex(said, '^::error::Seule la branche main .*$')

    def test_images(self):
        """Les images que prend le second docker-compose, sans émulateur"""
        targets = json.loads(bash(f'{BAKE} --print'))['target'].values()
        pulled = bash(f'docker compose --file {COMPOSE_FILES[1]} config --images').split()
        self.assertCountEqual([tag for target in targets for tag in target['tags']], pulled)
        # On a base without a program, nothing can run.
        for name in NAMES:
            build = f'docker build --build-context python:3-slim=.github --output type=tar,dest=- {name}'
            self.assertNotIn('\nbin', bash(f'{build} | tar --list'))

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur"""
        mail = bash(script(STEPS[-1]), GITHUB_SERVER_URL='GIT', GITHUB_REPOSITORY='ME',
                    GITHUB_STEP_SUMMARY='/dev/stdout')
        self.assertIn('Adresse du dépot GitHub : GIT/ME\n', mail)
        hub = 'https://hub.docker.com/r'
        self.assertRegex(mail, f"Adresse de l'image Dockerhub : {hub}/(.*)/api-server {hub}/\\1/api-client\n")

    def test_change(self):
        """Une modification de ce dépôt : tous les tests"""
        self.assertTrue(read('.github/workflows/tests.yaml').endswith('- run: bash .ci/run\n'))
