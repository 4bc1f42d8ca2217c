"""The readme's commands, run on the real Docker."""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / 'readme.md').read_text(encoding='utf-8')
WORKFLOW = (ROOT / '.github/workflows/docker-hub.yaml').read_text(encoding='utf-8')
NAMES = SERVER, CLIENT = 'api-server', 'api-client'

# The first Ctrl-C lets the test at hand clean up.
unittest.installHandler()


class Item(unittest.TestCase):
    """An item of the grading grid: with -v, its docstring is its line."""
    begun = False

    @classmethod
    def setUpClass(cls):
        """Where the names are not free, stops before the first test, having touched nothing; fails later on."""
        if taken := ', '.join(sorted(containers())):
            sentence = (f'The tests need container names that are not free: {taken}. Remove those containers '
                        '(docker compose down, in the clone that started them), then run the tests again.')
            if Item.begun:
                raise AssertionError(sentence)
            sys.exit(sentence)
        Item.begun = True

    def __str__(self):
        return ' '.join(self._testMethodDoc.split())

    def shortDescription(self):
        return None


def blocks(text, kind='bash'):
    """Returns the blocks of this kind that a Markdown text shows."""
    return [textwrap.dedent(block) for block in re.findall(f'```{kind}\n(.*?)\n *```', text, re.DOTALL)]


def readme(label, kind='bash'):
    """Returns the block of this kind that the readme shows first below this label."""
    return blocks(README.split(label, 1)[1], kind)[0]


def run(command, cwd=ROOT, seconds=600):
    """Returns what a command line prints.

    Raises AssertionError, with what it said, if it fails or is not done within these seconds.
    """
    process = subprocess.Popen(['bash', '-c', command], cwd=cwd, encoding='utf-8', start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
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


def inspect(name, field):
    """Returns a field of a container, image or network: inspect('api-server', '.State.Pid')."""
    return json.loads(run(f"docker inspect --format '{{{{json {field}}}}}' {name}"))


def until(condition, what, seconds=30):
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
    names = list(images(directory).values())
    # A third name, to remove it by once the two have moved on.
    third = f'{names[0]}-outdated'
    tags = ' '.join(f'--tag {name}' for name in [*names, third])
    run(f'echo "FROM scratch\nLABEL outdated=yes" | docker build --quiet {tags} -')
    cleanup(run, f'docker rmi --force {third}')


def start(cleanup, directory=ROOT, command=readme('Commande 1 :')):
    """Starts both containers; returns what that printed, once they are connected. See leave_no_trace()."""
    leave_no_trace(cleanup, directory)
    printed = run(f'{command} 2>&1', directory)

    def connected():
        logs = run(f'docker logs {SERVER} 2>&1; docker logs {CLIENT} 2>&1')
        if 'Traceback' in logs:
            raise AssertionError(logs)
        return 'Connection from' in logs
    until(connected, 'the client to connect')
    return printed
