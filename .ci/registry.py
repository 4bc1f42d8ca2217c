"""A real registry on loopback: Debian's where it is installed, else the official image."""
import json
import shutil
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from deployment import run, until

CONFIG = 'version: 0.1\nstorage: {{filesystem: {{rootdirectory: {0}}}}}\nhttp: {{addr: "{1}"}}\n'
# No proxy leads to loopback.
open_url = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Registry:
    """Serves at .address, 'localhost:PORT', until cleanup; raises AssertionError if it does not."""

    def __init__(self, cleanup):
        with socket.create_server(('localhost', 0)) as free:
            port = free.getsockname()[1]
        self.address = f'localhost:{port}'
        if shutil.which('docker-registry'):
            directory = tempfile.mkdtemp(prefix='lin2-')
            cleanup(shutil.rmtree, directory)
            config = Path(directory, 'config.yml')
            config.write_text(CONFIG.format(directory, self.address))
            process = subprocess.Popen(['docker-registry', 'serve', config],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            cleanup(process.wait, 30)
            cleanup(process.terminate)
        else:
            container = run(f'docker create --publish 127.0.0.1:{port}:5000 registry:3')
            cleanup(run, f'docker rm --force --volumes {container}')
            run(f'docker start {container}')
        until(self.answers, f'the registry at {self.address} to answer')

    def answers(self):
        try:
            self.get('')
        except OSError:
            return False
        return True

    def get(self, path):
        """Returns what the registry's API answers: get('_catalog')."""
        with open_url(f'http://{self.address}/v2/{path}', timeout=30) as answer:
            return json.load(answer)
