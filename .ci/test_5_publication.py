"""What a student publishes, and what tells of a mistake on the way."""
import os
import re
import shlex
import unittest

from deployment import ROOT, Deployment, copy, inspect, run
from registry import Registry
from test_6_readme import readme

WORKFLOWS = ROOT / '.github/workflows'


class Workflow(unittest.TestCase):

    def setUp(self):
        self.workflow = (WORKFLOWS / 'docker-hub.yaml').read_text(encoding='utf-8')

    def test_images(self):
        """Publication : les deux images latest, et rien d'autre, sans émulateur, pour amd64 et arm64"""
        inputs = re.search(r'docker/bake-action@.*\n +with:\n((?: {10}.*\n)+)', self.workflow)[1]
        inputs = dict(line.strip().split(': ') for line in inputs.splitlines())
        self.assertEqual(set(inputs), {'source', 'files', 'set', 'push'})
        registry = Registry(self.addCleanup)
        deployment = Deployment(self.addCleanup, registry.address)
        images = deployment.images().values()
        platforms = inputs['set'].strip("'").removeprefix('*.platform=').split(',')
        self.assertCountEqual(platforms, ['linux/amd64', 'linux/arm64'])
        # On an empty base, a build runs nothing. One platform at a time: every Docker can.
        (deployment.directory / 'empty').mkdir()
        bake = f'docker buildx bake --file {inputs["files"]} --push={inputs["push"]}'
        for platform in platforms:
            deployment.run(f'{bake} --set *.platform={platform} --set *.contexts.python:3-slim=empty')
            for image in images:
                run(f'docker rmi {image} && docker pull --platform {platform} {image}')
                self.assertEqual(f'linux/{inspect(image, ".Architecture")}', platform)
                run(f'docker rmi {image}')
        published = {f'{registry.address}/{name}:{tag}'
                     for name in registry.get('_catalog')['repositories']
                     for tag in registry.get(f'{name}/tags/list')['tags']}
        self.assertEqual(published, set(images))

    def test_order(self):
        """Publication : d'abord le compte, seul ; rien ne se publie sans lui, ni sans la démonstration"""
        order = re.findall(r'^  (\w+):\n    name: .*\n(?:    needs: (.*)\n)?', self.workflow, re.MULTILINE)
        self.assertEqual(order, [('account', ''), ('poc', 'account'), ('publish', 'poc'), ('demonstration', 'publish')])
        account, poc = self.workflow.split('\n  poc:\n')
        self.assertEqual(re.findall(r' run: (.*)', account), ['.ci/account'])
        self.assertIn(' run: .ci/run -k FromSources\n', poc.split('\n  publish:\n')[0])

    def test_themes(self):
        """Publication : chaque thème qu'un workflow joue, ou que le readme nomme, existe"""
        texts = [file.read_text(encoding='utf-8') for file in [*WORKFLOWS.iterdir(), *ROOT.glob('*.md')]]
        for theme in re.findall(r'-k (\w+)', ' '.join(texts)):
            loader = unittest.TestLoader()
            loader.testNamePatterns = [f'*{theme}*']
            self.assertTrue(loader.discover(ROOT / '.ci').countTestCases(), theme)

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur : Adresse du dépot GitHub, Adresse de l'image Dockerhub"""
        hub = 'https://hub.docker.com/r/moncompte'
        self.assertEqual(
            run('.ci/mail', DOCKERHUB_USERNAME='moncompte',
                GITHUB_SERVER_URL='https://github.com', GITHUB_REPOSITORY='eleve/lin2'),
            '~~~text\n'
            'Adresse du dépot GitHub : https://github.com/eleve/lin2\n'
            f"Adresse de l'image Dockerhub : {hub}/api-server et {hub}/api-client\n"
            '~~~')


# Answers as Docker Hub to whoever asks to push, with the token, which is not on the command line.
CURL = '''#!/bin/sh
[ "$(cat)" = "Authorization: Basic $(printf %s "$DOCKERHUB_USERNAME:$DOCKERHUB_TOKEN" | base64 --wrap=0)" ] || exit 1
case $* in *"$DOCKERHUB_TOKEN"*) ;; *"repository:$DOCKERHUB_USERNAME/api-server:pull,push") printf %s "$HUB";; esac
'''
TOKEN = 'dckr_pat_secret'


class Account(unittest.TestCase):

    def setUp(self):
        self.directory = copy(self.addCleanup)
        (self.directory / 'curl').write_text(CURL)
        (self.directory / 'curl').chmod(0o755)
        # The line that sets an account ends the sentence on files that name another.
        self.line = self.refusal(DOCKERHUB_USERNAME='unautre').split('push : ')[1]
        self.set('moncompte')

    def set(self, account):
        """Sets this account by the line; returns {file: its bytes} of the repository as it then is."""
        run(self.line.replace('unautre', shlex.quote(account)), self.directory)
        return {file: file.read_bytes() for file in self.directory.rglob('*') if file.is_file()}

    def check(self, **environment):
        """Returns what .ci/account prints in this environment; raises AssertionError, with that, if it refuses."""
        environment = {'DOCKERHUB_USERNAME': 'moncompte', 'DOCKERHUB_TOKEN': TOKEN, 'GITHUB_REF_NAME': 'main',
                       'HUB': '{}\n200 ', **environment}
        return run('.ci/account', self.directory, PATH=f'.:{os.environ["PATH"]}', **environment)

    def refusal(self, **environment):
        """Returns the sentence with which .ci/account refuses this environment."""
        with self.assertRaises(AssertionError) as refusal:
            self.check(**environment)
        annotation = str(refusal.exception).split('status 1\n')[1]
        self.assertRegex(annotation, '^::error::[^\n]+\n$')
        self.assertNotIn(TOKEN, annotation)
        return annotation

    def test_set(self):
        """Publication : la ligne du readme met le compte partout ; mal tapée, elle se corrige"""
        self.assertEqual(readme('Mettez votre compte'), self.line.replace('unautre', 'mon-compte').strip())
        account = 'moncompte'
        before = self.set(account)
        expected = {file: content.replace(f'{account}/api-'.encode(), b'unautre/api-')
                    for file, content in before.items()}
        self.assertEqual(sum(before[file] != expected[file] for file in before), 5)
        for mistyped in 'eleve@ecole.ch', 'un nom/api-server', '':
            self.set(mistyped)
            self.assertEqual(self.set('unautre'), expected)

    def test_branch(self):
        """Publication : lancée sur une autre branche que main, une phrase dit que seule main publie"""
        self.assertRegex(self.refusal(GITHUB_REF_NAME='essai'), 'Seule la branche main publie.* essai .*étape 6')

    def test_no_variable(self):
        """Publication : sans la variable, un avertissement ; une erreur, si les images portent déjà un compte"""
        sentence = r'DOCKERHUB_USERNAME, une variable \(un secret .*étape 4'
        self.assertRegex(self.refusal(DOCKERHUB_USERNAME=''), sentence)
        self.set('votre-compte')
        self.assertRegex(self.check(DOCKERHUB_USERNAME=''), f'^::warning::.*{sentence}.*$')

    def test_impossible(self):
        """Publication : ce qui ne peut pas être un Docker ID, une phrase dit ce qu'il doit être"""
        for account in 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc', 'mon-compte':
            refusal = self.refusal(DOCKERHUB_USERNAME=account)
            self.assertRegex(refusal, f"DOCKERHUB_USERNAME, '{account}'.* 4 à 30 .*étape 4")

    def test_another(self):
        """Publication : un autre compte dans un fichier, les deux noms et la ligne, même sans readme"""
        (self.directory / 'readme.md').unlink()
        for file in 'api-client/Dockerfile', 'docker-compose.hub.yaml':
            file = self.directory / file
            file.write_text(file.read_text().replace('moncompte', 'moncomte'))
            sentence = self.refusal()
            self.assertRegex(sentence, "dit 'moncompte'.* 'moncompte, moncomte'")
            run(sentence.split('push : ')[1], self.directory)
            self.assertEqual(self.check(), '')

    def test_token(self):
        """Publication : un jeton absent, faux ou sans droit de publier, ou Docker Hub muet, une phrase le dit"""
        self.assertRegex(self.refusal(DOCKERHUB_TOKEN=''), 'secret DOCKERHUB_TOKEN .*étape 4')
        for words, sentence in (('incorrect username or password', 'refuse le jeton DOCKERHUB_TOKEN'),
                                ('access token has insufficient scopes', 'jeton DOCKERHUB_TOKEN .*Repo Read & Write')):
            refusal = self.refusal(HUB=f'{{"details":"{words}"}}\n401 ')
            self.assertRegex(refusal, f'{sentence}.*étape 3')
            self.assertIn(words, refusal)
        for reason in '000 Could not resolve host: auth.docker.io', '429 ', '503 ':
            refusal = self.refusal(HUB=f'\n{reason}')
            self.assertRegex(refusal, 'Docker Hub ne répond pas, ou limite .* Re-run')
            self.assertIn(reason, refusal)
            self.assertNotIn('DOCKERHUB_TOKEN', refusal)
