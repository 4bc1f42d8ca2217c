"""What a student publishes, and what tells of a mistake on the way."""
import json
import os
import re
import tempfile
import textwrap
import unittest

from deployment import CLIENT, NAMES, ROOT, copy, run

WORKFLOWS = {file.stem: file.read_text(encoding='utf-8') for file in (ROOT / '.github/workflows').iterdir()}
# The files that name the account.
NAMING = [*(f'{name}/Dockerfile' for name in NAMES), 'docker-compose.yaml', 'docker-compose.hub.yaml', 'readme.md']
TOKEN = 'dckr_pat_secret'
# Answers as Docker Hub to whoever asks to push with the token, which is not on the command line.
CURL = f'''#!/bin/sh
[ "$(cat)" = 'user = "moncompte:{TOKEN}"' ] || exit 1
case $* in *{TOKEN}*) ;; *repository:moncompte/api-server:pull,push) printf %s "$HUB";; esac
'''


class Workflow(unittest.TestCase):

    def test_order(self):
        """Publication : d'abord le compte, puis la démonstration, avant ce qui se publie, et après ; le mail en dernier"""
        steps = re.findall(r'(?:uses|run): ([^@>\n]*)', WORKFLOWS['docker-hub'])
        self.assertEqual([step.strip() for step in steps], [
            'actions/checkout', 'bash .ci/account', 'bash .ci/run -k FromSources',
            'docker/login-action', 'docker/setup-buildx-action', self.bake(),
            'docker logout && PUBLISHED=1 bash .ci/run -k FromTheHub', '|'])
        for workflow in WORKFLOWS.values():
            self.assertEqual(workflow.count('runs-on: '), workflow.count('timeout-minutes: '))

    def bake(self):
        return re.search('docker buildx bake .* --push', WORKFLOWS['docker-hub'])[0]

    def test_images(self):
        """Publication : les deux images que prend le second docker-compose, pour amd64 et arm64, sans rien y exécuter"""
        targets = json.loads(run(f'{self.bake()} --print'))['target'].values()
        pulled = run('docker compose -f docker-compose.hub.yaml config --images').split()
        self.assertCountEqual([tag for target in targets for tag in target['tags']], pulled)
        for target in targets:
            self.assertEqual(','.join(target['platforms']), 'linux/amd64,linux/arm64')
        # On an empty base, nothing can run.
        with tempfile.TemporaryDirectory(prefix='lin2-') as empty:
            for name in NAMES:
                run(f'docker build --build-context python:3-slim="{empty}" --output type=cacheonly {name}')

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur : Adresse du dépot GitHub, Adresse de l'image Dockerhub"""
        script = textwrap.dedent(WORKFLOWS['docker-hub'].split('run: |\n')[1])
        mail = run(script, HUB='HUB', GITHUB_SERVER_URL='GIT', GITHUB_REPOSITORY='HUB', GITHUB_STEP_SUMMARY='/dev/stdout')
        self.assertIn('Adresse du dépot GitHub : GIT/HUB\n', mail)
        self.assertIn("Adresse de l'image Dockerhub : HUB/api-server et HUB/api-client\n", mail)


class Account(unittest.TestCase):

    def setUp(self):
        self.directory = copy()
        (self.directory / 'curl').write_text(CURL)
        (self.directory / 'curl').chmod(0o755)

    def account(self, argument='', **environment):
        """Returns what .ci/account prints, where Docker Hub accepts the token, or in this environment."""
        environment = {'GITHUB_REF_NAME': 'main', 'DOCKERHUB_TOKEN': TOKEN, 'HUB': '{}\n200 ', **environment}
        return run(f'.ci/account {argument}', self.directory, PATH=f'.:{os.environ["PATH"]}', **environment)

    def refused(self, sentence, argument='', **environment):
        """Checks that this is all that .ci/account says, and that it fails."""
        with self.assertRaisesRegex(AssertionError, f'status 1\n{sentence}[^\n]*\n$') as refusal:
            self.account(argument, **environment)
        self.assertNotIn(TOKEN, str(refusal.exception))

    def files(self):
        """Returns {name of a file: its text}."""
        files = [file for file in self.directory.rglob('*') if file.is_file() and '__pycache__' not in file.parts]
        return {str(file.relative_to(self.directory)): file.read_text(encoding='utf-8') for file in files}

    def write(self, account):
        """Writes this account into the files by hand."""
        self.account('moncompte')
        for name in NAMING:
            file = self.directory / name
            file.write_text(file.read_text(encoding='utf-8').replace('moncompte/api-', f'{account}/api-'), 'utf-8')

    def test_set(self):
        """Publication : .ci/account met le compte partout, quoi qu'on ait écrit à sa place ; même sans readme"""
        self.account('moncompte')
        first = self.files()
        self.account('unautre')
        other = self.files()
        self.assertCountEqual([name for name in first if first[name] != other[name]], NAMING)
        for mistyped in 'eleve@ecole.ch', 'un nom/api-server', '':
            self.write(mistyped)
            self.account('unautre')
            self.assertEqual(self.files(), other)
        (self.directory / 'readme.md').unlink()
        self.account('moncompte')
        self.assertEqual(self.account(), 'account=moncompte')

    def test_impossible(self):
        """Publication : .ci/account refuse ce qui ne peut pas être un Docker ID, et ne change rien"""
        before = self.files()
        for argument in 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc', 'mon-compte', "''", 'mon compte':
            self.refused("'.*' n'est pas un Docker ID.* 4 à 30 ", argument)
        self.assertEqual(self.files(), before)

    def test_fresh_fork(self):
        """Publication : un fork neuf n'a pas de compte, un avertissement dit comment le mettre"""
        self.write('votre-compte')
        self.assertRegex(self.account('2>&1', DOCKERHUB_TOKEN=''), r'^::warning::.*\.ci/account [^\n]*$')
        self.assertEqual(self.account(), '')

    def test_disagreement(self):
        """Publication : un LABEL oublié, ou un compte impossible, une phrase le dit, avec la commande"""
        self.write('eleve@ecole.ch')
        self.refused('::error::.* 6 eleve@ecole.ch .*.ci/account ')
        self.account('moncompte')
        run(f'sed -i s/moncompte/moncomte/ {CLIENT}/Dockerfile', self.directory)
        self.refused('::error::.* 5 moncompte 1 moncomte .*.ci/account ')

    def test_branch_and_token(self):
        """Publication : une autre branche, un jeton absent ou refusé, Docker Hub muet, une phrase le dit, avec le remède"""
        self.account('moncompte')
        self.refused('::error::Seule la branche main publie.* essai ', GITHUB_REF_NAME='essai')
        self.refused('::error::.* DOCKERHUB_TOKEN : créez-le', DOCKERHUB_TOKEN='')
        for words in 'incorrect username or password', 'access token has insufficient scopes':
            self.refused(f'::error::.* moncompte .*{words}.* Repo Read & Write .*.ci/account ',
                         HUB=f'{{"details":"{words}"}}\n\n401 ')
        for reason in '000 Could not resolve host: auth.docker.io', '429 ', '503 ':
            self.refused(f'::error::Docker Hub ne répond pas, .*{reason}.* Re-run', HUB=f'<html>\n{reason}')
