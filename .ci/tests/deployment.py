"""Copies of the repository, and what is started from them."""
import secrets
import shutil
import tempfile
from functools import partial
from pathlib import Path
from unittest import addModuleCleanup

from pages import DOWN, UP
from shell import bash, inspect, soon
from terminal import Conversation

NAMES = SERVER, CLIENT = 'api-server', 'api-client'
COMPOSE_FILES = 'docker-compose.yaml', 'docker-compose.hub.yaml'
# One project for all copies, as the repository has one for all clones.
PROJECT = f'lin2-{secrets.token_hex(4)}'


def new_folder():
    """Returns a folder, until the file of tests ends."""
    path = Path(tempfile.mkdtemp(prefix='lin2-'))
    addModuleCleanup(shutil.rmtree, path)
    return path


def copy_to(folder):
    """Copies what git tracks here to a folder; returns that."""
    folder.mkdir(exist_ok=True)
    tracked = 'git -c safe.directory=* ls-files -z'
    bash(f'{tracked} | xargs -0 cp --parents -t "$TO"', TO=f'{folder}')
    return folder


def start_registry():
    """Starts one, until the file of tests ends; returns its address."""
    container = bash('docker run --detach --publish 127.0.0.1::5000 registry:3')
    addModuleCleanup(bash, f'docker rm --force --volumes {container}')
    said = f'docker logs {container} 2>&1'
    assert soon(lambda: 'listening on' in bash(said)), "le registry n'écoute pas"
    return bash(f'docker port {container} 5000')


def exit_statuses():
    """Waits 30 seconds at most for the containers' end; returns their statuses."""
    return bash(f'timeout 30 docker wait {SERVER} {CLIENT}').split()


class Deployment:
    """A copy to build and start, until the file of tests ends."""

    def __init__(self, registry=None):
        """Names its images after this registry, or as no other is; docker.io's stay."""
        self.folder = copy_to(new_folder())
        self.bash = partial(bash, folder=self.folder)
        prefix = registry or f'lin2-{secrets.token_hex(4)}'
        for name in COMPOSE_FILES:
            file = self.folder / name
            text = file.read_text().replace('    image: ', f'    image: {prefix}/')
            assert 'name: te-lin2\n' in text, f'{name} : sans name: te-lin2'
            file.write_text(text.replace('name: te-lin2\n', f'name: {PROJECT}\n'))
        addModuleCleanup(self.bash, f'{DOWN} {"" if registry == "docker.io" else "--rmi all"}')

    def images(self, file=COMPOSE_FILES[0]):
        """Returns the names of the images in a Compose file."""
        return self.bash(f'docker compose --file {file} config --images | sort').split()

    def outdate(self):
        """Gives its images' names to an older one."""
        for image in self.images():
            bash(f'docker tag python:3-slim {image}')

    def start(self, command=UP):
        """Starts; raises AssertionError if the client does not connect."""
        self.bash(command)
        connected = 'docker logs api-server | grep "Connection from" || true'
        # The client tries once, and ends if nobody answers.
        soon(lambda: bash(connected) or not inspect(CLIENT, '.State.Running'))
        assert bash(connected), 'sans réponse, le Client dit ' + bash('docker logs --tail 1 api-client 2>&1')

    def talk(self, command=UP):
        """Starts, says Hello both ways, and returns the conversation."""
        self.start(command)
        return Conversation()
