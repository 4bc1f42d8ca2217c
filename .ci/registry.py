"""A real registry on loopback: Debian's where it is installed, else the official image."""
import json
import shutil
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from engine import claim, copy, images, inspect, readme, run, until

CONFIG = 'version: 0.1\nstorage: {{filesystem: {{rootdirectory: {0}}}}}\nhttp: {{addr: "{1}"}}\n'


class Registry:
    """Serves at .address, 'localhost:PORT', until cleanup; raises AssertionError if it does not."""

    def __init__(self, cleanup):
        with socket.create_server(('localhost', 0)) as free:
            self.address = f'localhost:{free.getsockname()[1]}'
        if shutil.which('docker-registry'):
            directory = tempfile.mkdtemp(prefix='lin2-')
            cleanup(shutil.rmtree, directory)
            config = Path(directory, 'config.yml')
            config.write_text(CONFIG.format(directory, self.address))
            process = subprocess.Popen(['docker-registry', 'serve', config], 
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            cleanup(process.wait)
            cleanup(process.terminate)
        else:
            container = run(f'docker run --detach --publish 127.0.0.1:{self.address[10:]}:5000 registry:2')
            cleanup(run, f'docker rm --force --volumes {container}')
        until(self.answers, f'the registry at {self.address} to answer')

    def answers(self):
        try:
            self.get('')
        except OSError:
            return False
        return True

    def get(self, path):
        """Returns what the registry's API answers: get('_catalog')."""
        with urllib.request.urlopen(f'http://{self.address}/v2/{path}') as answer:
            return json.load(answer)

    def copy(self, cleanup):
        """Returns a copy of the repository whose Compose files name this registry's images."""
        directory = copy(cleanup)
        for file in directory.glob('docker-compose*.yaml'):
            file.write_text(file.read_text().replace('image: ', f'image: {self.address}/'))
        return directory


def publish(cleanup):
    """Returns a copy of the repository and {container name: image ID}, as now in a registry of its own.

    On this machine, none of the images is left.
    """
    directory = Registry(cleanup).copy(cleanup)
    claim(cleanup, directory)
    _login, build_and_push = readme('Publier à la main').splitlines()
    run(build_and_push, directory)
    published = {name: inspect(image, '.Id') for name, image in images(directory).items()}
    run(f'docker rmi {" ".join(images(directory).values())}')
    return directory, published
