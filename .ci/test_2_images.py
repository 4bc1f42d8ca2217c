"""What the images are made of."""
from engine import NAMES, README, Item, build, inspect, run
from test_1_repository import GIVEN


class Images(Item):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.images = build(cls.addClassCleanup)

    def test_1_names(self):
        """Dépot Dockerhub, avant de publier : les images construites ici sont taguées latest ;
        leur LABEL hub_url est l'adresse du readme"""
        self.assertEqual(set(self.images), set(NAMES))
        pulled = run('docker compose --file docker-compose.hub.yaml config --images').split()
        self.assertCountEqual(pulled, self.images.values())
        for name, image in self.images.items():
            address = inspect(image, '.Config.Labels.hub_url')
            self.assertRegex(address, f'^https://hub.docker.com/r/[^/]+/{name}$')
            self.assertEqual(f'{address}:latest', f'https://hub.docker.com/r/{image}')
            self.assertIn(f'<{address}>', README)

    def test_2_given_scripts(self):
        """Dépot Dockerhub, avant de publier : elles contiennent les deux applicatifs fournis, intacts à l'octet près"""
        for script, digest in GIVEN.items():
            name, file = script.split('/')
            self.assertEqual(run(f'docker run --rm {self.images[name]} sha256sum {file}'), f'{digest}  {file}')
