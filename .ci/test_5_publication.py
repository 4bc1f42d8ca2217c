"""What a student publishes, and what tells of a mistake on the way."""
import re
import shlex
import tempfile
import textwrap
import unittest

from deployment import ROOT, Deployment, copy, inspect, run
from registry import Registry
from test_6_readme import readme, text

WORKFLOW = (ROOT / '.github/workflows/docker-hub.yaml').read_text(encoding='utf-8')


def step(name, environment=''):
    """Runs the shell of the workflow's step of this name, after these assignments; returns what it prints."""
    shell = re.search(rf'- name: {name}\n(?: {{8}}.*\n)*? {{8}}run: \|\n((?: {{10}}.*\n)+)', WORKFLOW)[1]
    return run(f'set -e; {environment}\n{textwrap.dedent(shell)}')


class Workflow(unittest.TestCase):

    def test_images(self):
        """Publication : les deux images latest, et rien d'autre, sans émulateur, pour amd64 et arm64"""
        inputs = re.search(r'docker/bake-action@.*\n +with:\n((?: {10}.*\n)+)', WORKFLOW)[1]
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

    def test_first_minute(self):
        """Publication : un premier job vérifie le compte et le jeton, sans rien attendre ; rien ne se publie sans lui"""
        jobs = dict(re.findall(r'^  (\w+):\n((?:    .*\n)+)', WORKFLOW, re.MULTILINE))
        self.assertNotRegex(jobs['account'], r'needs:|\.ci/run')
        self.assertIn('    needs: [account, poc]\n', jobs['publish'])
        # The name of a step that fails is what the page shows: it names the secret, and the readme's step.
        login = jobs['account'].split('- name: ')[-1]
        number = re.findall(r'^(\d)\. ', text().split('`DOCKERHUB_TOKEN`')[0], re.MULTILINE)[-1]
        self.assertRegex(login, f'DOCKERHUB_TOKEN .* step {number}')
        self.assertIn('uses: docker/login-action@', login)

    def test_no_account(self):
        """Publication : sans compte, un avertissement nomme la variable, qui n'est pas un secret, et le readme"""
        warning = step('Say that nothing is published')
        self.assertRegex(warning, '^::warning::.*DOCKERHUB_USERNAME.* secret .*readme.md.*$')

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur : Adresse du dépot GitHub, Adresse de l'image Dockerhub"""
        with tempfile.NamedTemporaryFile('r', prefix='lin2-', encoding='utf-8') as summary:
            step('Write the two lines of the mail', f'GITHUB_STEP_SUMMARY={shlex.quote(summary.name)} ACCOUNT=moncompte '
                 'GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=eleve/lin2')
            hub = 'https://hub.docker.com/r/moncompte'
            self.assertEqual(summary.read().splitlines(), [
                '~~~text',
                'Adresse du dépot GitHub : https://github.com/eleve/lin2',
                f"Adresse de l'image Dockerhub : {hub}/api-server et {hub}/api-client",
                '~~~'])


class Account(unittest.TestCase):

    def setUp(self):
        self.directory = copy(self.addCleanup)

    def set(self, account):
        """Sets this account by the readme's line; returns {file: its bytes} of the repository as it then is."""
        run(readme('Mettez votre compte').replace('moncompte', shlex.quote(account)), self.directory)
        return {file: file.read_bytes() for file in self.directory.rglob('*') if file.is_file()}

    def refusal(self, account, environment='--unset=GITHUB_ACTIONS'):
        """Returns what .ci/account says of this account, which it refuses."""
        with self.assertRaises(AssertionError) as refusal:
            run(f'env {environment} .ci/account {account}', self.directory)
        return str(refusal.exception).split('status 1\n')[1]

    def test_set(self):
        """Publication : la ligne du readme met le compte partout ; mal tapée, elle se corrige"""
        account = 'moncompte'
        before = self.set(account)
        expected = {file: content.replace(f'{account}/api-'.encode(), b'unautre/api-')
                    for file, content in before.items()}
        self.assertEqual(sum(before[file] != expected[file] for file in before), 5)
        for mistyped in 'eleve@ecole.ch', 'un nom/api-server', '':
            self.set(mistyped)
            self.assertEqual(self.set('unautre'), expected)

    def test_impossible(self):
        """Publication : ce qui ne peut pas être un Docker ID, une phrase dit ce qu'il doit être"""
        for account in '', 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc':
            self.assertRegex(self.refusal(account), r'^\.ci/account: .*4 to 30 lowercase letters .*\n$')

    def test_another(self):
        """Publication : un autre compte que celui des images, une phrase donne la ligne qui le met"""
        self.set('moncompte')
        run(self.refusal('unautre').split('push: ')[1], self.directory)
        run('.ci/account unautre', self.directory)

    def test_annotation(self):
        """Publication : ce que GitHub lance, il le montre sur la page"""
        plain = self.refusal('MonCompte')
        self.assertEqual(self.refusal('MonCompte', 'GITHUB_ACTIONS=true'), f'::error::{plain}')
