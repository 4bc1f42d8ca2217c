"""What is tested: the commands that the readme shows, and copies of the repository to run them in."""
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

UP = 'docker compose up -d'
UP_FROM_THE_HUB = 'docker compose -f docker-compose.hub.yaml up -d'
SET_UP_AND_UP = f'.ci/setup && {UP}'
ATTACH_SERVER = 'docker attach api-server'
ATTACH_CLIENT = 'docker attach api-client'
RESTART = 'docker compose restart'
DOWN = 'docker compose down'
PUBLISH = 'docker compose build --push'
# Gives the names of both images to one that is neither.
OUTDATE = 'docker compose config --images | xargs --max-args=1 docker tag python:3-slim'

# One project for all copies, as the repository has one for all clones.
PROJECT = f'lin2-{secrets.token_hex(4)}'


def run(command, directory=ROOT, **environment):
    """Returns what a command line prints, in this environment besides one's own.

    Raises AssertionError, with what it said, if it fails or is not done within ten minutes.
    """
    # In a process group of its own, which a Ctrl-C does not reach.
    limit = ['timeout', '--signal=KILL', '600', 'bash', '-c', command]
    done = subprocess.run(limit, cwd=directory, env={**os.environ, **environment},
                          stdin=subprocess.DEVNULL, capture_output=True, encoding='utf-8')
    if done.returncode:
        raise AssertionError(f'{command}: status {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout.strip()


def until(condition, what, seconds=30):
    """Waits for a condition; raises AssertionError, with what() was missing, if it does not hold within these seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'waited {seconds} s for {what()}')
        time.sleep(0.02)


def inspect(name, field):
    """Returns a field of a container, image or network: inspect('api-server', '.State.Pid')."""
    return json.loads(run(f"docker inspect --format '{{{{json {field}}}}}' {name}"))


def started(name):
    """Returns when a container last started, in seconds since 1970."""
    return float(run(f'date --date={inspect(name, ".State.StartedAt")} +%s.%N'))


def exits():
    """Returns the exit statuses of server and client; raises AssertionError if one goes on running."""
    until(lambda: not any(inspect(name, '.State.Running') for name in NAMES), lambda: 'both to exit')
    return [inspect(name, '.State.ExitCode') for name in NAMES]


def copy():
    """Returns the directory of a copy of the repository, which goes when the file of tests ends."""
    # Images bear this name: mkdtemp's may hold an underscore where they allow none.
    directory = Path(tempfile.gettempdir(), f'lin2-{secrets.token_hex(4)}')
    addModuleCleanup(shutil.rmtree, directory)
    return shutil.copytree(ROOT, directory, ignore=shutil.ignore_patterns('.git'))


class Deployment:
    """A copy of the repository to build and start: the next start, or the end of the file of tests, removes it."""

    def __init__(self, registry=None):
        """Names the images after this registry, or after the copy, and so nobody else's; Docker Hub's stay."""
        self.directory = copy()
        for file in self.directory.glob('docker-compose*.yaml'):
            text = file.read_text().replace('image: ', f'image: {registry or self.directory.name}/')
            file.write_text(text.replace('name: te-lin2', f'name: {PROJECT}'))
        addModuleCleanup(self.run, f'{DOWN} {"" if registry == "docker.io" else "--rmi all"}')

    def run(self, command):
        """See run()."""
        return run(command, self.directory)

    def start(self, command=UP):
        """Runs this command; returns once both containers are connected.

        Raises AssertionError, with what they said, if they do not connect.
        """
        self.run(command)
        logs = f'docker logs {SERVER} 2>&1; docker logs {CLIENT} 2>&1'
        until(lambda: 'Connection from' in run(logs), lambda: f'the client to connect:\n{run(logs)}')
