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
NAMES = SERVER, CLIENT = 'api-server', 'api-client'

# The first Ctrl-C lets the test at hand clean up.
unittest.installHandler()


class Item(unittest.TestCase):
    """An item of the grading grid: with -v, its docstring is its line."""

    def __str__(self):
        return ' '.join(self._testMethodDoc.split())

    def shortDescription(self):
        return None


def readme(label):
    """Returns the command that the readme shows below this label."""
    text = (ROOT / 'readme.md').read_text(encoding='utf-8')
    return re.search(re.escape(label) + r'.*?```bash\n(.*?)\n```', text, re.DOTALL)[1]


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


def copy(cleanup):
    """Returns a copy of the repository, for a test to change, that cleanup removes."""
    directory = Path(tempfile.mkdtemp(prefix='lin2-'))
    cleanup(shutil.rmtree, directory)
    shutil.copytree(ROOT, directory, ignore=shutil.ignore_patterns('.git'), dirs_exist_ok=True)
    return directory


def claim(cleanup, directory=ROOT):
    """Returns the two image names, once sure that a test may start them; cleanup leaves no trace.

    Exits, having touched nothing, where somebody else's containers hold the names.
    """
    taken = set(NAMES) & set(run("docker ps --all --format '{{.Names}}'").split())
    if taken:
        sys.exit('The tests need these container names, which are not free: '
                 f'{", ".join(sorted(taken))}. Remove those containers, then run the tests again.')
    images = run('docker compose config --images', directory).split()
    for image in images:
        if not run(f'docker images --quiet {image}'):
            cleanup(run, f'docker rmi --force {image}')
    cleanup(run, readme('Arrêter'), directory)
    return images


def start(cleanup, directory=ROOT, command=readme('Commande 1 :')):
    """Starts both containers and returns once they are connected; see claim()."""
    claim(cleanup, directory)
    run(command, directory)
    until(lambda: 'Connection from' in run(f'docker logs {SERVER}'), 'the client to connect')
