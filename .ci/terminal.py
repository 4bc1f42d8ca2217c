"""What the examiner types, and reads: a real terminal, and a conversation in two of them."""
import codecs
import os
import pty
import select
import subprocess
import termios
import time
from unittest import addModuleCleanup

from deployment import ATTACH_CLIENT, ATTACH_SERVER, exits, until

ENTER, CTRL_C, BACKSPACE = '\r', '\x03', '\x7f'


class Terminal:
    """Runs a `docker attach` on a pseudo-terminal of its own.

    Returns once attached; raises AssertionError if that does not come.
    """

    def __init__(self, command):
        one_end, other_end = pty.openpty()
        self.pty = open(one_end, 'r+b', buffering=0)
        self.process = subprocess.Popen(
            ['bash', '-c', command], stdin=other_end, stdout=other_end, stderr=other_end)
        os.close(other_end)
        addModuleCleanup(self.close)
        self.shown, self.read = '', 0
        self.decode = codecs.getincrementaldecoder('utf-8')().decode
        until(self.attached, f'{command} to attach')

    def attached(self):
        if self.process.poll() is not None:
            raise AssertionError(f'{self.process.args[-1]}: {self.all()}')
        # Docker turns the terminal's own echo off once it is attached.
        return not termios.tcgetattr(self.pty)[3] & termios.ECHO

    def press(self, keys):
        """Sends these keys as they are."""
        self.pty.write(keys.encode())

    def type(self, line):
        """Types a line, then Enter."""
        self.press(line + ENTER)

    def expect(self, text, seconds=30):
        """Reads on to this text; raises AssertionError if it does not appear within these seconds."""
        deadline = time.monotonic() + seconds
        while text not in self.shown[self.read:]:
            if not self.more(max(0, deadline - time.monotonic())):
                raise AssertionError(f'{text!r} has not appeared in {seconds} s; shown: {self.shown!r}')
        self.read = self.shown.index(text, self.read) + len(text)

    def more(self, seconds):
        """Returns whether more was shown within these seconds, and adds it to .shown."""
        if not select.select([self.pty], [], [], seconds)[0]:
            return False
        try:
            new = self.pty.read(65536)
        except OSError:  # Linux, once the command has ended
            return False
        self.shown += self.decode(new)
        return bool(new)

    def status(self):
        """Returns the command's exit status; raises TimeoutExpired if it has none in 30 seconds."""
        return self.process.wait(30)

    def all(self):
        """Returns all that was shown, once the command has ended; see status()."""
        self.status()
        while self.more(0):
            pass
        return self.shown.replace('\r\n', '\n').strip('\n')

    def close(self):
        """Closes the terminal, in mid-conversation too."""
        self.process.kill()
        self.process.wait()
        self.pty.close()


class Conversation:
    """The terminals of both containers, .server and .client, which are started already. See Terminal."""

    def __init__(self):
        self.server = Terminal(ATTACH_SERVER)
        self.client = Terminal(ATTACH_CLIENT)

    def exchange(self, question='Hello', answer='Hello'):
        """Sends the question one way, then the answer the other way."""
        self.client.type(question)
        self.server.expect(f'from connected user: {question}\r\n -> ')
        self.server.type(answer)
        self.client.expect(f'Received from server: {answer}\r\n -> ')
        return self

    def bye(self):
        """Types bye; raises AssertionError if server and client do not both end well."""
        self.client.type('bye')
        statuses = exits()
        if statuses != [0, 0]:
            raise AssertionError(f'after bye, server and client exit with {statuses}')
