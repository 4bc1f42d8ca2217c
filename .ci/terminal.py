"""What the examiner types, and reads: a real terminal, and a conversation in two of them."""
import os
import pty
import select
import subprocess
import termios
from unittest import addModuleCleanup

from deployment import ATTACH_CLIENT, ATTACH_SERVER, exits, until

CTRL_C, BACKSPACE = '\x03', '\x7f'


class Terminal:
    """Runs a `docker attach` on a pseudo-terminal of its own.

    Returns once attached; raises AssertionError if that does not come.
    """

    def __init__(self, command):
        one_end, other_end = pty.openpty()
        self.pty = open(one_end, 'r+b', buffering=0)
        self.process = subprocess.Popen(command.split(), stdin=other_end, stdout=other_end, stderr=other_end)
        os.close(other_end)
        addModuleCleanup(self.close)
        self.shown = b''
        until(self.attached, lambda: f'{command} to attach')

    def attached(self):
        if self.process.poll() is not None:
            raise AssertionError(f'{" ".join(self.process.args)}: {self.screen()}')
        # Docker turns the terminal's own echo off once it is attached.
        return not termios.tcgetattr(self.pty)[3] & termios.ECHO

    def type(self, line, end='\r'):
        """Types a line, then Enter."""
        self.pty.write((line + end).encode())

    def screen(self):
        """Returns all that was shown so far."""
        try:
            while select.select([self.pty], [], [], 0)[0]:
                self.shown += self.pty.read(65536)
        except OSError:  # Linux, once the command has ended
            pass
        return self.shown.decode(errors='replace').replace('\r\n', '\n')

    def expect(self, text):
        """Waits for this text; raises AssertionError, with what is shown in its place, if it does not appear."""
        until(lambda: text in self.screen(), lambda: f'{text!r} to appear; shown: {self.screen()!r}')

    def status(self):
        """Returns the command's exit status; raises TimeoutExpired if it has none in 30 seconds."""
        return self.process.wait(30)

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
        """Sends the question one way, then the answer the other way, and returns itself."""
        self.client.type(question)
        self.server.expect(f'from connected user: {question}\n -> ')
        self.server.type(answer)
        self.client.expect(f'Received from server: {answer}\n -> ')
        return self

    def bye(self):
        """Types bye; raises AssertionError if server and client do not both end well."""
        self.client.type('bye')
        statuses = exits()
        if statuses != [0, 0]:
            raise AssertionError(f'after bye, server and client exit with {statuses}')
