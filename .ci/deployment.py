"""The deployment under test: its commands, what Docker says of it, and copies of it to start."""
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = SERVER, CLIENT = 'api-server', 'api-client'

# What the readme shows, and all the tests run.
UP = 'docker compose up -d'
UP_FROM_THE_HUB = 'docker compose -f docker-compose.hub.yaml up -d'
ATTACH_SERVER = 'docker attach api-server'
ATTACH_CLIENT = 'docker attach api-client'
RESTART = 'docker compose restart'
DOWN = 'docker compose down'
PUBLISH = 'docker compose build --push'


def run(command, directory=ROOT, seconds=600, **environment):
    """Returns what a command line prints, in this environment besides one's own.

    Raises AssertionError, with what it said, if it fails or is not done within these seconds.
    """
    process = subprocess.Popen(['bash', '-c', command], cwd=directory, encoding='utf-8', start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**os.environ, **environment})
    try:
        printed, said = process.communicate(timeout=seconds)
        outcome = f'status {process.returncode}'
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        printed, said = process.communicate()
        outcome = f'not done in {seconds} s'
    if process.returncode:
        raise AssertionError(f'{command}: {outcome}\n{printed}{said}')
    return printed.strip()


def until(condition, what, seconds=30):
    """Waits for a condition; raises AssertionError if it does not hold within these seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'waited {seconds} s for {what}')
        time.sleep(0.02)


def inspect(name, field):
    """Returns a field of a container, image or network: inspect('api-server', '.State.Pid')."""
    return json.loads(run(f"docker inspect --format '{{{{json {field}}}}}' {name}"))


def started(name):
    """Returns when a container last started, in seconds since 1970."""
    return float(run(f'date --date={inspect(name, ".State.StartedAt")} +%s.%N'))


def exits():
    """Returns the exit statuses of server and client; raises AssertionError if one goes on running."""
    until(lambda: not any(inspect(name, '.State.Running') for name in NAMES), 'both to exit')
    return [inspect(name, '.State.ExitCode') for name in NAMES]


def copy(cleanup):
    """Returns a copy of the repository, in a directory with a name of its own.

    `cleanup` is the addCleanup of a test, or the addClassCleanup of its class: given a function and its arguments,
    it calls that when the test or the class has ended. Whoever leaves something on the machine asks for one.
    """
    # Images bear this name: mkdtemp's may hold an underscore where they allow none.
    directory = Path(tempfile.gettempdir(), f'lin2-{secrets.token_hex(4)}')
    directory.mkdir()
    cleanup(shutil.rmtree, directory)
    shutil.copytree(ROOT, directory, ignore=shutil.ignore_patterns('.git'), dirs_exist_ok=True)
    return directory


class Deployment:
    """A copy of the repository, in .directory, to build and start; nothing of it stays. See copy()."""

    def __init__(self, cleanup, registry=None, project=None):
        """Names the images after this registry and the project so, or after the copy: then they are nobody else's."""
        self.cleanup = cleanup
        self.directory = copy(cleanup)
        self.project = project or self.directory.name
        for file in self.directory.glob('docker-compose*.yaml'):
            text = file.read_text().replace('image: ', f'image: {registry or self.directory.name}/')
            file.write_text(re.sub('^name: .*', f'name: {self.project}', text, flags=re.MULTILINE))
        # Published images that are here already stay.
        here = 'docker image inspect --format here $(docker compose config --images) 2>/dev/null || true'
        stay = registry == 'docker.io' and self.run(here)
        cleanup(self.run, f'docker compose down {"" if stay else "--rmi all"}')

    def run(self, command):
        """See run()."""
        return run(command, self.directory)

    def images(self):
        """Returns {container name: image name}."""
        services = json.loads(self.run('docker compose config --format json'))['services'].values()
        return {service['container_name']: service['image'] for service in services}

    def outdate(self):
        """Gives the names of both images to an older one, which nothing can start."""
        server, client = self.images().values()
        (self.directory / 'outdated').write_text('FROM scratch\nLABEL outdated=yes\n')
        self.run(f'docker build --file outdated --tag {server} --tag {client} .')
        self.cleanup(run, f'docker rmi --force {inspect(server, ".Id")}')

    def start(self, command=UP):
        """Runs this command; returns what that printed, once both containers are connected.

        Raises AssertionError, with what they said, if they do not connect.
        """
        printed = self.run(f'{command} 2>&1')

        def connected():
            logs = run(f'docker logs {SERVER} 2>&1; docker logs {CLIENT} 2>&1')
            if 'Traceback' in logs:
                raise AssertionError(logs)
            return 'Connection from' in logs
        until(connected, 'the client to connect')
        return printed
