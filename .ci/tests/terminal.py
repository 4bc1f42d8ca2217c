"""What the examiner types, and reads."""
import os
import pty
import subprocess
import termios
from contextlib import suppress
from unittest import addModuleCleanup

from pages import ATTACH_CLIENT, ATTACH_SERVER
from shell import inspect, soon

CTRL_C, CTRL_S, BACKSPACE, ENTER = '\x03', '\x13', '\x7f', '\r'


class Terminal:
    """A `docker attach` on a terminal; raises AssertionError if it fails."""

    def __init__(self, command):
        container = inspect(command.split()[-1], '.Config')
        # Else docker attach waits, and does not say for what.
        assert container['Tty'] and container['OpenStdin'], f'{command} : sans tty ou stdin_open'
        ours, its = pty.openpty()
        os.set_blocking(ours, False)
        self.pty = open(ours, 'r+b', buffering=0)
        self.process = subprocess.Popen(command.split(), stdin=its, stdout=its, stderr=its)
        os.close(its)
        # The last is done first.
        for end in self.pty.close, self.process.wait, self.process.kill:
            addModuleCleanup(end)
        self.shown = b''
        self.unread = 0
        # Attached, Docker ends the terminal's echo: what is typed earlier is shown twice.
        self.wait(lambda: not termios.tcgetattr(self.pty)[3] & termios.ECHO, f"{command} ne s'attache pas")

    def wait(self, condition, failure):
        """Waits for a condition; raises AssertionError at the end, or after 30 seconds."""
        soon(lambda: condition() or self.process.poll() is not None)
        assert condition(), f'{failure} : {self.screen()!r}'

    def press(self, *keys):
        """Types these keys."""
        self.pty.write(''.join(keys).encode())

    def enter(self, line):
        """Types this line, then Enter."""
        self.press(line, ENTER)

    def screen(self):
        """Returns all that was shown so far."""
        # Linux tells by an error that the command has ended.
        with suppress(OSError):
            while shown := self.pty.read(65536):
                self.shown += shown
        return self.shown.decode(errors='replace').replace('\r\n', '\n')

    def expect(self, text):
        """Waits for a text, below the last one, as wait does."""
        self.wait(lambda: text in self.screen()[self.unread:], f"{text!r} n'apparaît pas")
        self.unread = self.screen().index(text, self.unread) + len(text)

    def status(self):
        """Waits for the end; returns the exit status, or raises after 30 seconds."""
        return self.process.wait(30)


class Conversation:
    """Two terminals, .server and .client, which have said Hello both ways."""

    def __init__(self):
        self.server, self.client = Terminal(ATTACH_SERVER), Terminal(ATTACH_CLIENT)
        self.client.enter('Hello')
        self.server.expect('from connected user: Hello\n -> ')
        self.server.enter('Hello')
        self.client.expect('Received from server: Hello\n -> ')

    def bye(self):
        """Says bye, and waits until both have closed."""
        self.client.enter('bye')
        self.server.status()
        self.client.status()
