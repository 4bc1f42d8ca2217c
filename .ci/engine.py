"""The readme's commands, run on the real Docker."""
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / 'readme.md').read_text(encoding='utf-8')
NAMES = SERVER, CLIENT = 'api-server', 'api-client'

# The first Ctrl-C lets the test at hand clean up.
unittest.installHandler()


class Item(unittest.TestCase):
    """An item of the grading grid: with -v, its docstring is its line."""

    @classmethod
    def setUpClass(cls):
        """Stops all the tests, having touched nothing, where somebody else's containers hold the names."""
        if containers():
            sys.exit('The tests need container names that are not free: '
                     f'{", ".join(sorted(containers()))}. Remove those containers, then run the tests again.')

    def __str__(self):
        return ' '.join(self._testMethodDoc.split())

    def shortDescription(self):
        return None


def readme(label, kind='bash'):
    """Returns the block of this kind that the readme shows first below this label."""
    return re.search(f'{re.escape(label)}.*?```{kind}\n(.*?)\n```', README, re.DOTALL)[1]


def run(command, cwd=ROOT):
    """Returns what a command line prints; raises AssertionError, with what it said, if it fails."""
    done = subprocess.run(['bash', '-c', command], cwd=cwd, capture_output=True, encoding='utf-8')
    if done.returncode:
        raise AssertionError(f'{command}: status {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout.strip()


def inspect(name, field):
    """Returns a field of a container, image or network: inspect('api-server', '.State.Pid')."""
    return json.loads(run(f"docker inspect --format '{{{{json {field}}}}}' {name}"))


def until(condition, what, seconds=10):
    """Waits for a condition; raises AssertionError if it does not hold within these seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'waited {seconds} s for {what}')
        time.sleep(0.02)


def copy(cleanup, registry=None):
    """Returns a copy of the repository, for a test to change; its images are this registry's, if any."""
    directory = Path(tempfile.mkdtemp(prefix='lin2-'))
    cleanup(shutil.rmtree, directory)
    shutil.copytree(ROOT, directory, ignore=shutil.ignore_patterns('.git'), dirs_exist_ok=True)
    if registry:
        for file in directory.glob('docker-compose*.yaml'):
            file.write_text(file.read_text().replace('image: ', f'image: {registry}/'))
    return directory


def images(directory=ROOT):
    """Returns {container name: image name}, as the Compose file has them."""
    services = json.loads(run('docker compose config --format json', directory))['services'].values()
    return {service['container_name']: service['image'] for service in services}


def containers():
    """Returns which of the two containers there are, running or not."""
    return set(NAMES) & set(run("docker ps --all --format '{{.Names}}'").split())


def leave_no_trace(cleanup, directory=ROOT):
    """Sees to it that cleanup will leave no trace of what a test builds and starts."""
    for image in images(directory).values():
        if not run(f'docker images --quiet {image}'):
            cleanup(run, f'docker rmi --force {image}')
    cleanup(run, readme('**Tout arrêter**'), directory)


def build(cleanup):
    """Builds both images and returns images(). See leave_no_trace()."""
    leave_no_trace(cleanup)
    run('docker compose build')
    return images()


def outdate(cleanup, directory):
    """Gives the names of both images to one that nothing can start, labelled outdated."""
    for image in images(directory).values():
        outdated = run(f'echo "FROM scratch\nLABEL outdated=yes" | docker build --quiet --tag {image} -')
        cleanup(run, f'docker rmi --force {outdated}')


def start(cleanup, directory=ROOT, command=readme('Commande 1 :')):
    """Starts both containers; returns what that printed, once they are connected. See leave_no_trace()."""
    leave_no_trace(cleanup, directory)
    printed = run(f'{command} 2>&1', directory)
    until(lambda: 'Connection from' in run(f'docker logs {SERVER}'), 'the client to connect')
    return printed
