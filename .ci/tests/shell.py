"""Commands, and what they print."""
import json
import os
import subprocess
import time
from pathlib import Path
from signal import SIGKILL

ROOT = Path(__file__).resolve().parents[2]
# Before a command of root's: it has no rights.
AS_NOBODY = 'setpriv --reuid=65534 --clear-groups'


def bash(script, folder=ROOT, fails=False, **environment):
    """Runs lines up to the first that fails; returns what they print, without errors.

    With fails=True, returns the errors too. Raises AssertionError if one fails,
    or none with fails=True, and TimeoutExpired after ten minutes.
    """
    # Ctrl-C does not reach a session of their own.
    process = subprocess.Popen(
        ['bash', '-euo', 'pipefail', '-c', script], cwd=folder, env={**os.environ, **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding='utf-8', start_new_session=True)
    try:
        printed, errors = process.communicate(timeout=600)
    except subprocess.TimeoutExpired:
        # All that they have started ends with them.
        os.killpg(process.pid, SIGKILL)
        raise
    said = f'{printed}\n{errors}'.strip()
    last_line = said.rpartition('\n')[2]
    failed = process.returncode != 0
    assert failed == fails, f'{last_line} (status {process.returncode})\n{script}\n{said}'
    return said if fails else printed.strip()


def fake(program, does):
    """Returns a variable that has bash do this in place of a program."""
    return {f'BASH_FUNC_{program}%%': f'() {{ {does}\n}}'}


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
