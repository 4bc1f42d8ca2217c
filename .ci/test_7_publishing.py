"""What the workflow publishes, and what starting from Docker Hub must not do."""
import contextlib
import json
import re

from engine import (NAMES, ROOT, SERVER, Item, containers, copy, images, inspect, leave_no_trace, outdate,
                    readme, run)
from registry import Registry, publish

FROM_THE_HUB = readme('Partir de Docker Hub')


class Workflow(Item):

    def setUp(self):
        text = (ROOT / '.github/workflows/docker-hub.yaml').read_text()
        inputs = re.search(r'docker/bake-action@.*\n +with:\n((?: {10}.*\n)+)', text)[1]
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
        """Publication : chaque plateforme du workflow se construit et se publie, sans émulateur"""
        for platform in self.input['set'].strip("'").removeprefix('*.platform=').split(','):
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

    def test_account(self):
        """Publication : un autre compte l'arrête ; la commande du readme le met partout"""
        directory = copy(self.addCleanup)
        account = images()[SERVER].split('/')[0]
        run(f'.ci/account {account}', directory)
        with self.assertRaises(AssertionError) as refusal:
            run('.ci/account unautre', directory)
        cure = re.sub('compte=[a-z0-9]+', 'compte=unautre', readme('Mettre son compte'))
        self.assertIn(cure, str(refusal.exception))
        run(cure, directory)
        run('.ci/account unautre', directory)
        self.assertEqual(run(f'grep --recursive {account}/ . || true', directory), '')
        run('python3 -m unittest discover -s .ci -k Repository -k Images', directory)


class Pulling(Item):

    def test_1_stale(self):
        """Docker Hub : une image locale périmée n'est pas lancée"""
        directory, published = publish(self.addCleanup)
        outdate(self.addCleanup, directory)
        run(FROM_THE_HUB, directory)
        self.assertEqual({name: inspect(name, '.Image') for name in NAMES}, published)

    def refused(self, directory, message):
        leave_no_trace(self.addCleanup, directory)
        with self.assertRaisesRegex(AssertionError, message):
            run(FROM_THE_HUB, directory)
        self.assertFalse(containers())

    def test_2_absent(self):
        """Docker Hub : images absentes, Docker le dit et rien ne démarre"""
        self.refused(copy(self.addCleanup, Registry(self.addCleanup).address), 'not found|manifest unknown')

    def test_3_unreachable(self):
        """Docker Hub : registry injoignable, Docker le dit et rien ne démarre"""
        with contextlib.ExitStack() as registry:
            directory = copy(self.addCleanup, Registry(registry.callback).address)
        self.refused(directory, 'connection refused')
