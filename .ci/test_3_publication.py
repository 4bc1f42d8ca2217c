"""What a student publishes, and what tells of a mistake on the way."""
import json
import re
import textwrap
import unittest

from deployment import CLIENT, NAMES, copy, run

BAKE = "docker buildx bake --file docker-compose.yaml --set '*.platform=linux/amd64,linux/arm64' --push"
TOKEN = 'dckr_pat_secret'
# Answers as Docker Hub to whoever asks to push with the token, which is not on the command line.
CURL = f'''
curl() {{ [[ "$(cat) $*" = 'user = "moncompte:{TOKEN}" '*:moncompte/api-server:pull,push && $* != *{TOKEN}* ]] &&
  printf %s "$HUB"; }}
export -f curl
'''


class Workflow(unittest.TestCase):
    workflows = run('cat .github/workflows/tests.yaml .github/workflows/docker-hub.yaml')

    def test_order(self):
        """D'abord le compte, puis la démonstration, avant de publier et après ; le mail en dernier"""
        steps = re.findall('(?:uses: |run: (?:[|]\n +)?)(.*?)(?:@| >| [|]|\n)', self.workflows)
        writes_the_mail = 'cat'
        self.assertEqual(steps, [
            'actions/checkout', 'bash .ci/run',
            'actions/checkout', 'bash .ci/account', 'bash .ci/run -k FromSources',
            'docker/login-action', 'docker/setup-buildx-action', BAKE,
            'docker logout && PUBLISHED=1 bash .ci/run -k FromTheHub', writes_the_mail])

    def test_images(self):
        """Les images que prend le second docker-compose, construites sans émulateur"""
        targets = json.loads(run(f'{BAKE} --print'))['target'].values()
        pulled = run('docker compose -f docker-compose.hub.yaml config --images').split()
        self.assertCountEqual([tag for target in targets for tag in target['tags']], pulled)
        # On a base without a program, nothing can run.
        for name in NAMES:
            run(f'docker build --build-context python:3-slim=.github --output type=cacheonly {name}')

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur"""
        script = textwrap.dedent(self.workflows.split('run: |\n')[-1])
        mail = run(script, GITHUB_STEP_SUMMARY='/dev/stdout', GITHUB_SERVER_URL='GIT', GITHUB_REPOSITORY='ME')
        self.assertIn('Adresse du dépot GitHub : GIT/ME\n', mail)
        hub = 'https://hub.docker.com/r'
        self.assertRegex(mail, f"Adresse de l'image Dockerhub : {hub}/(.*)/api-server {hub}/\\1/api-client\n")


class Account(unittest.TestCase):
    def setUp(self):
        self.directory = copy()
        self.play('bash .ci/account moncompte')

    def play(self, command, **environment):
        """See run(); where Docker Hub accepts the token, or in this environment."""
        answer = {'GITHUB_REF_NAME': 'main', 'DOCKERHUB_TOKEN': f'{TOKEN}\n', 'HUB': '{}\n200 '}
        return run(CURL + command, self.directory, **{**answer, **environment})

    def refused(self, sentence, argument='', **environment):
        """Checks that .ci/account fails, and says this and no more, where GitHub reads ::error::."""
        said = self.play(f'! bash .ci/account {argument} 2>&1 >/dev/null', **environment)
        self.assertRegex(said, f'^{sentence}.*$')

    def files(self):
        """Returns all lines of all files, each after its file's name."""
        return self.play("grep -r '' --exclude-dir=.ci . | sort")

    def write(self, account):
        """Writes this account into the files by hand."""
        self.play(f"sed -i 's#moncompte#{account}#g' api-*/Dockerfile docker-compose*.yaml readme.md")

    def test_set(self):
        """.ci/account met le compte partout, quoi qu'on ait écrit à sa place"""
        files = self.files()
        self.assertEqual(files.count('moncompte/api-'), 10)
        for account in 'unautre', 'eleve@ecole.ch', 'un nom/api-server', '':
            self.write(account)
            self.play('bash .ci/account moncompte')
            self.assertEqual(self.files(), files)
        self.play('rm readme.md; cp docker-compose.hub.yaml docker-compose-2.yaml; bash .ci/account moncompte')
        self.assertEqual(self.play('bash .ci/account'), 'account=moncompte')

    def test_impossible(self):
        """.ci/account refuse ce qui ne peut pas être un Docker ID, et ne change rien"""
        files = self.files()
        for argument in 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc', 'mon-compte', "''", 'mon compte':
            self.refused("'.*' n'est pas un Docker ID.* 4 à 30 ", argument)
        self.assertEqual(self.files(), files)

    def test_disagreement(self):
        """Un LABEL oublié, un compte absent ou impossible, un fichier qui manque, une phrase dit le remède"""
        self.play(f'sed -i s/moncompte/moncomte/ {CLIENT}/Dockerfile')
        self.refused('::error::.* 5 moncompte 1 moncomte .*bash .ci/account ')
        for account in 'votre-compte', 'eleve@ecole.ch':
            self.play('bash .ci/account moncompte')
            self.write(account)
            self.refused(f'::error::.* 6 {account} .*bash .ci/account ')
        self.play('rm docker-compose.hub.yaml')
        self.refused('::error::Il manque docker-compose.hub.yaml .*publier.md')

    def test_branch_and_token(self):
        """Une autre branche, un jeton absent ou refusé, Docker Hub muet, une phrase dit le remède"""
        self.refused('::error::Seule la branche main publie.* essai ', GITHUB_REF_NAME='essai')
        self.refused('::error::.* DOCKERHUB_TOKEN : créez-le', DOCKERHUB_TOKEN='')
        for words in 'incorrect username or password', 'access token has insufficient scopes':
            self.refused(f'::error::.* moncompte .*{words}.* Repo Read & Write .*.ci/account ',
                         HUB=f'{{"details":"{words}"}}\n\n401 ')
        for reason in '000 Could not resolve host: auth.docker.io', '429 ', '503 ':
            self.refused(f'::error::Docker Hub ne répond pas, .*{reason}.* Re-run', HUB=f'<html>\n{reason}')
