"""What the examiner types, and reads: a real terminal, and a conversation in two of them."""
import os
import pty
import subprocess
import termios
from contextlib import suppress
from unittest import addModuleCleanup

from deployment import ATTACH_CLIENT, ATTACH_SERVER, inspect, soon

CTRL_C, BACKSPACE = '\x03', '\x7f'


class Terminal:
    """Runs a `docker attach` on a terminal of its own; raises AssertionError if it does not attach."""

    def __init__(self, command):
        container = inspect(command.split()[-1], '.Config')
        # Without them, docker attach waits, and does not say for what.
        assert container['Tty'] and container['OpenStdin'], f'{command}: no terminal (tty) or keyboard (stdin_open)'
        one_end, other_end = pty.openpty()
        os.set_blocking(one_end, False)
        self.pty = open(one_end, 'r+b', buffering=0)
        self.process = subprocess.Popen(command.split(), stdin=other_end, stdout=other_end, stderr=other_end)
        os.close(other_end)
        addModuleCleanup(self.close)
        self.shown = b''
        # Docker turns the terminal's own echo off once it is attached.
        self.wait(lambda: not termios.tcgetattr(self.pty)[3] & termios.ECHO, f'{command} does not attach')

    def wait(self, condition, failure):
        """Waits until a condition comes true; raises AssertionError after 30 seconds, or once the command ends."""
        soon(lambda: condition() or self.process.poll() is not None)
        assert condition(), f'{failure}: {self.screen()!r}'

    def type(self, line, end='\r'):
        """Types a line, then Enter."""
        self.pty.write((line + end).encode())

    def screen(self):
        """Returns all that was shown so far."""
        with suppress(OSError):  # Linux, once the command has ended
            while shown := self.pty.read(65536):
                self.shown += shown
        return self.shown.decode(errors='replace').replace('\r\n', '\n')

    def expect(self, text):
        """Waits for this text; raises AssertionError, with what is shown, if it does not appear."""
        self.wait(lambda: text in self.screen(), f'{text!r} does not appear')

    def status(self):
        """Returns the command's exit status; raises TimeoutExpired if it has none in 30 seconds."""
        return self.process.wait(30)

    def close(self):
        """Closes the terminal, in mid-conversation too."""
        self.process.kill()
        self.process.wait()
        self.pty.close()


class Conversation:
    """The terminals of both containers, .server and .client, which are started already."""

    def __init__(self):
        self.server, self.client = Terminal(ATTACH_SERVER), Terminal(ATTACH_CLIENT)

    def exchange(self):
        """Says Hello one way, then the other way, and returns itself."""
        self.client.type('Hello')
        self.server.expect('from connected user: Hello\n -> ')
        self.server.type('Hello')
        self.client.expect('Received from server: Hello\n -> ')
        return self

    def bye(self):
        """Types bye, and waits until both have closed."""
        self.client.type('bye')
        self.server.status(), self.client.status()
