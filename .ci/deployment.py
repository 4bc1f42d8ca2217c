"""The commands that the readme shows, and copies of the repository to run them in."""
import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from unittest import addModuleCleanup

ROOT = Path(__file__).resolve().parent.parent
NAMES = SERVER, CLIENT = 'api-server', 'api-client'
# One project for all copies, as the repository has one for all clones.
PROJECT = f'lin2-{secrets.token_hex(4)}'

UP = 'docker compose up -d'
UP_FROM_THE_HUB = 'docker compose -f docker-compose.hub.yaml up -d'
SET_UP_AND_UP = f'bash .ci/setup && {UP}'
ATTACH_SERVER = 'docker attach api-server'
ATTACH_CLIENT = 'docker attach api-client'
RESTART = 'docker compose restart'
DOWN = 'docker compose down'
PUBLISH = 'docker compose build --push'


def run(command, directory=ROOT, **environment):
    """Returns what a command line prints, in this environment besides one's own.

    Raises AssertionError, with what it said, if it fails or is not done in ten minutes.
    """
    # In a process group of its own, which a Ctrl-C does not reach.
    limit = ['timeout', '--signal=KILL', '600', 'bash', '-c', command]
    done = subprocess.run(limit, cwd=directory, env={**os.environ, **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, encoding='utf-8')
    assert done.returncode == 0, f'{command}: status {done.returncode}\n{done.stdout}{done.stderr}'
    return done.stdout.strip()


def soon(condition):
    """Returns whether a condition comes true within 30 seconds."""
    deadline = time.monotonic() + 30
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def inspect(name, field):
    """Returns a field of a container or network: inspect('api-server', '.State.Pid')."""
    return json.loads(run(f"docker inspect --format '{{{{json {field}}}}}' {name}"))


def exits():
    """Returns how server and client ended: ['0', '0']; raises AssertionError if one runs on for 30 seconds."""
    return run('timeout 30 docker wait api-server api-client').split()


def copy():
    """Returns the directory of a copy of the repository, which goes when the file of tests ends."""
    directory = Path(tempfile.mkdtemp(prefix='lin2-'))
    addModuleCleanup(shutil.rmtree, directory)
    return shutil.copytree(ROOT, directory, ignore=shutil.ignore_patterns('.git'), dirs_exist_ok=True)


class Deployment:
    """A copy of the repository to build and start; it goes, with its images, when the file of tests ends."""

    def __init__(self, registry=None):
        """Names the images after this registry, or after nobody's; those of Docker Hub stay."""
        self.directory = copy()
        prefix = registry or f'lin2-{secrets.token_hex(4)}'
        for file in self.directory.glob('docker-compose*.yaml'):
            text = file.read_text().replace('image: ', f'image: {prefix}/')
            file.write_text(text.replace('name: te-lin2', f'name: {PROJECT}'))
        addModuleCleanup(self.run, f'{DOWN} {"" if registry == "docker.io" else "--rmi all"}')

    def run(self, command):
        """See run()."""
        return run(command, self.directory)

    def start(self, command=UP):
        """Runs this command; raises AssertionError, with what both said, if the client does not connect."""
        self.run(command)
        logs = 'docker compose logs'
        assert soon(lambda: 'Connection from' in self.run(logs)), f'no connection\n{self.run(logs)}'
