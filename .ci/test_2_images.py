"""What the images are made of."""
from engine import NAMES, ROOT, Item, claim, inspect, run
from test_1_repository import GIVEN


class Images(Item):

    @classmethod
    def setUpClass(cls):
        cls.images = claim(cls.addClassCleanup)
        run('docker compose build')

    def test_1_names(self):
        """Dépot Dockerhub : les images, taguées latest, ont pour hub_url l'adresse que donne le readme"""
        names = {image.split('/')[1] for image in self.images}
        self.assertEqual(names, {f'{name}:latest' for name in NAMES})
        hub = run('docker compose --file docker-compose.hub.yaml config --images').split()
        self.assertCountEqual(hub, self.images)
        for image in self.images:
            address = inspect(image, '.Config.Labels.hub_url')
            self.assertEqual(address, f'https://hub.docker.com/r/{image.removesuffix(":latest")}')
            self.assertIn(address, (ROOT / 'readme.md').read_text(encoding='utf-8'))

    def test_2_given_scripts(self):
        """Dépot Dockerhub : les images contiennent les scripts fournis, intacts à l'octet près"""
        for script, digest in GIVEN.items():
            name, file = script.split('/')
            image = next(image for image in self.images if f'/{name}:' in image)
            self.assertEqual(run(f'docker run --rm {image} sha256sum {file}'), f'{digest}  {file}')
