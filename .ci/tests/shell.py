"""Commands, and what they print."""
import json
import os
import subprocess
import time
from pathlib import Path
from signal import SIGKILL
from threading import Timer

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 600
# What root puts before a command, to do it as somebody without rights.
AS_NOBODY = 'setpriv --reuid=65534 --clear-groups'


def bash(script, folder=ROOT, fails=False, **environment):
    """Runs lines up to the first that fails; returns what they print, without errors.

    Raises AssertionError, with their last words, if one fails, or after LIMIT seconds.
    With fails=True, returns the errors too, and raises if none fails.
    """
    # Ctrl-C does not reach a session of their own.
    process = subprocess.Popen(
        ['bash', '-euo', 'pipefail', '-c', script], cwd=folder, env={**os.environ, **environment},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding='utf-8', start_new_session=True)
    # All that they have started ends with them.
    limit = Timer(LIMIT, os.killpg, [process.pid, SIGKILL])
    limit.daemon = True
    limit.start()
    printed, errors = process.communicate()
    limit.cancel()
    said = f'{printed}\n{errors}'.strip()
    last_line = said.rpartition('\n')[2]
    as_expected = fails == (process.returncode != 0)
    assert as_expected, f'{last_line} (status {process.returncode})\n{script}\n{said}'
    return said if fails else printed.strip()


def fake(program, does):
    """Returns the variable that has bash do this in place of a program."""
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
