"""The demonstration, from the sources and from Docker Hub."""
import os

from engine import NAMES, ROOT, Item, inspect, leave_no_trace, outdate, readme
from poc import Poc
from registry import publish


class FromSources(Poc, Item):
    origin = 'depuis les sources'
    directory = ROOT
    commande_1 = readme('Commande 1 :')


class FromTheHub(Poc, Item):
    """From a registry on loopback or, with REGISTRY=docker.io, from Docker Hub itself.

    The machine has older images of the same names already, which nothing can start.
    """
    origin = f'depuis {os.environ.get("REGISTRY", "un registry de cette machine")}'
    directory = ROOT
    commande_1 = readme('Partez de Docker Hub')
    published = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if os.environ.get('REGISTRY') != 'docker.io':
            cls.directory, cls.published = publish(cls.addClassCleanup)
        else:
            leave_no_trace(cls.addClassCleanup)
        outdate(cls.addClassCleanup, cls.directory)

    def test_7_images(self):
        """Dépot Dockerhub [6 pts] : 3 pts par image avec tag et version (x2), jamais une ancienne du même nom"""
        for name in NAMES:
            account, tagged = inspect(name, '.Config.Image').split('/')[-2:]
            self.assertEqual(tagged, f'{name}:latest')
            address = inspect(name, '.Config.Labels.hub_url')
            self.assertEqual(address, f'https://hub.docker.com/r/{account}/{name}')
            if self.published:
                self.assertEqual(inspect(name, '.Image'), self.published[name])
