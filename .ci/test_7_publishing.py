"""What the workflow publishes, and what starting from Docker Hub must not do."""
import contextlib
import json
import re
import shlex
import tempfile
import textwrap

from engine import README, SERVER, WORKFLOW, Item, containers, copy, images, inspect, leave_no_trace, readme, run
from registry import Registry

FROM_THE_HUB = readme('Partez de Docker Hub')
SET_ACCOUNT = readme('Mettez votre compte')


def step(name, environment=''):
    """Runs the shell of the workflow's step of this name, after these assignments; returns what it prints."""
    shell = re.search(rf'- name: {name}\n(?: {{8}}.*\n)*? {{8}}run: \|\n((?: {{10}}.*\n)+)', WORKFLOW)[1]
    return run(f'set -e; {environment}\n{textwrap.dedent(shell)}')


class Workflow(Item):

    def setUp(self):
        inputs = re.search(r'docker/bake-action@.*\n +with:\n((?: {10}.*\n)+)', WORKFLOW)[1]
        self.input = dict(line.strip().split(': ') for line in inputs.splitlines())
        self.assertEqual(set(self.input), {'source', 'files', 'set', 'provenance', 'sbom', 'push'})
        self.registry = Registry(self.addCleanup)
        self.directory = copy(self.addCleanup, self.registry.address)
        leave_no_trace(self.addCleanup, self.directory)

    def bake(self, options):
        """Runs the workflow's bake with these options besides; returns what it prints."""
        bake = f'docker buildx bake --file {self.input["files"]} --push={self.input["push"]}'
        return run(f'{bake} {options}', self.directory)

    def test_1_plan(self):
        """Publication : le workflow publierait les deux images latest du docker-compose.yaml, et rien d'autre"""
        plan = json.loads(self.bake(f'--set {self.input["set"]} --provenance={self.input["provenance"]} '
                                    f'--sbom={self.input["sbom"]} --print'))
        tags = [tag for target in plan['target'].values() for tag in target['tags']]
        self.assertCountEqual(tags, images(self.directory).values())

    def test_2_push(self):
        """Publication : chaque plateforme que nomme le readme se construit et se publie, sans émulateur"""
        platforms = self.input['set'].strip("'").removeprefix('*.platform=').split(',')
        self.assertCountEqual(platforms, re.findall(r'`(linux/\w+)`', README))
        for platform in platforms:
            # An empty base: building runs nothing. One platform at a time: every Docker can.
            self.addCleanup(run, f'docker rmi --force {platform}')
            run(f'tar --create --files-from /dev/null | docker import --platform {platform} - {platform}')
            self.bake(f'--set *.platform={platform} --set *.contexts.python:3-slim=docker-image://{platform}')
            for image in images(self.directory).values():
                run(f'docker rmi {image} && docker pull --platform {platform} {image}')
                self.assertEqual(f'linux/{inspect(image, ".Architecture")}', platform)
                run(f'docker rmi {image}')
        published = {f'{self.registry.address}/{name}:{tag}'
                     for name in self.registry.get('_catalog')['repositories']
                     for tag in self.registry.get(f'{name}/tags/list')['tags']}
        self.assertEqual(published, set(images(self.directory).values()))


class Account(Item):

    def setUp(self):
        self.directory = copy(self.addCleanup)

    def set(self, account):
        """Sets this account by the readme's line; returns {file: its bytes} of the repository as it then is."""
        run(SET_ACCOUNT.replace('moncompte', shlex.quote(account)), self.directory)
        return {file: file.read_bytes() for file in self.directory.rglob('*') if file.is_file()}

    def test_1_set(self):
        """Publication : la ligne du readme met le compte partout ; répétée, elle ne change rien de plus ;
        mal tapée, elle se corrige"""
        account = images()[SERVER].split('/')[0]
        before = self.set(account)
        expected = {file: content.replace(f'{account}/api-'.encode(), b'unautre/api-')
                    for file, content in before.items()}
        self.assertEqual(sum(before[file] != expected[file] for file in before), 5)
        for mistyped in 'moncompte', 'eleve@ecole.ch', 'un nom/api-server', '$(touch code)', '@{[`touch code`]}', '':
            self.set(mistyped)
            self.assertEqual(self.set('unautre'), expected)
        self.assertEqual(self.set('unautre'), expected)
        run('python3 -m unittest discover -s .ci -k Repository -k Images', self.directory)

    def test_2_impossible(self):
        """Publication : ce qui ne peut pas être un Docker ID, une phrase dit ce qu'il doit être"""
        for account in '', 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc':
            with self.assertRaisesRegex(AssertionError, 'status 1\n.ci/account: .*4 to 30 lowercase letters .*\n$'):
                run(f'.ci/account {account}')

    def test_3_another(self):
        """Publication : un autre compte que celui des images l'arrête, avec la ligne qui le met"""
        self.set('moncompte')
        with self.assertRaises(AssertionError) as refusal:
            run('.ci/account unautre', self.directory)
        run(str(refusal.exception).split('push: ')[1], self.directory)
        run('.ci/account unautre', self.directory)


class Messages(Item):

    def test_1_no_account(self):
        """Publication : sans compte, un avertissement nomme la variable et le readme"""
        self.assertRegex(step('Say that nothing is published'), '^::warning::.*DOCKERHUB_USERNAME.*readme.md.*$')

    def test_2_mail(self):
        """Information à envoyer par mail à l’examinateur : Adresse du dépot GitHub, Adresse de l'image Dockerhub"""
        with tempfile.NamedTemporaryFile('r', prefix='lin2-', encoding='utf-8') as summary:
            step('Write the two lines of the mail', f'GITHUB_STEP_SUMMARY={summary.name} ACCOUNT=moncompte '
                 'GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=eleve/lin2')
            hub = 'https://hub.docker.com/r/moncompte'
            self.assertEqual(summary.read().splitlines(), [
                '~~~text',
                'Adresse du dépot GitHub : https://github.com/eleve/lin2',
                f"Adresse de l'image Dockerhub : {hub}/api-server et {hub}/api-client",
                '~~~'])


class Pulling(Item):

    def refused(self, directory, message):
        leave_no_trace(self.addCleanup, directory)
        with self.assertRaisesRegex(AssertionError, message):
            run(FROM_THE_HUB, directory)
        self.assertFalse(containers())

    def test_1_absent(self):
        """Docker Hub, joué par un registry de cette machine : images absentes, Docker le dit et rien ne démarre"""
        self.refused(copy(self.addCleanup, Registry(self.addCleanup).address), 'not found|manifest unknown')

    def test_2_unreachable(self):
        """Docker Hub, joué par un registry arrêté : injoignable, Docker le dit et rien ne démarre"""
        with contextlib.ExitStack() as registry:
            directory = copy(self.addCleanup, Registry(registry.callback).address)
        self.refused(directory, 'connection refused')
