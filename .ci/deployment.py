"""The commands that the pages show, and copies of the repository to run them in."""
import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from unittest import addModuleCleanup

ROOT = Path(__file__).resolve().parent.parent
SERVER, CLIENT = 'api-server', 'api-client'
NAMES = SERVER, CLIENT
# Waits for both to end, and prints their exit statuses.
EXITS = 'timeout 30 docker wait api-server api-client'
# One project for all copies, as the repository has one for all clones.
PROJECT = f'lin2-{secrets.token_hex(4)}'

# Not read from the readme, which a student may rewrite and still publish: one test compares the two.
UP = 'docker compose up -d'
UP_FROM_THE_HUB = 'docker compose -f docker-compose.hub.yaml up -d'
SET_UP_AND_UP = f'bash .ci/setup && {UP}'
ATTACH_SERVER, ATTACH_CLIENT = 'docker attach api-server', 'docker attach api-client'
RESTART = 'docker compose restart'
DOWN = 'docker compose down'
HAND_IN = 'bash .ci/hand-in https://github.com/moi/mon-fork mon-compte'
PUBLISH = 'docker compose build --push'


def bash(command, directory=ROOT, **environment):
    """Returns what a command line prints; raises AssertionError, its last line first, if it fails."""
    # In a session of its own, which a Ctrl-C does not reach, for ten minutes at most.
    done = subprocess.run(['bash', '-c', command], cwd=directory, env={**os.environ, **environment}, timeout=600,
                          stdin=subprocess.DEVNULL, capture_output=True, encoding='utf-8', start_new_session=True)
    said = (done.stdout + done.stderr).strip()
    assert done.returncode == 0, f'{command}: {said.splitlines()[-1:]}, status {done.returncode}\n{said}'
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
    return json.loads(bash("docker inspect --format '{{json %s}}' %s" % (field, name)))


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
        self.bash = partial(bash, directory=self.directory)
        prefix = registry or f'lin2-{secrets.token_hex(4)}'
        for file in self.directory.glob('docker-compose*.yaml'):
            text = file.read_text().replace('image: ', f'image: {prefix}/')
            file.write_text(text.replace('name: te-lin2', f'name: {PROJECT}'))
        addModuleCleanup(self.bash, f'{DOWN} {"" if registry == "docker.io" else "--rmi all"}')

    def start(self, command=UP):
        """Runs this command; raises AssertionError, with the client's last words, if it does not connect."""
        self.bash(command)
        connected = 'docker logs api-server | grep "Connection from" || true'
        # The client tries once, and ends if nobody answers.
        soon(lambda: bash(connected) or not inspect(CLIENT, '.State.Running'))
        assert bash(connected), 'the client does not connect: ' + bash('docker logs --tail 1 api-client 2>&1')
