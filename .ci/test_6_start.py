"""What a start needs, and from what it starts again."""
from engine import CLIENT, NAMES, SERVER, copy, images, inspect, leave_no_trace, outdate, readme, run, start
from poc import Talk
from terminal import CTRL_C

COMMANDE_1, RESTART, DOWN = map(readme, ('Commande 1 :', '**Recommencer**', '**Tout arrêter**'))


class Start(Talk):

    def test_slow_server(self):
        """Démarrage : un Serveur qui met trois secondes à écouter a quand même son Client"""
        directory = copy(self.addCleanup, 'localhost')
        (directory / 'docker-compose.override.yaml').write_text(
            f'services: {{{SERVER}: {{command: [sh, -c, sleep 3; exec python socket_server.py]}}}}')
        start(self.addCleanup, directory)

    def test_private_clone(self):
        """Démarrage : un clone que son umask rend illisible aux autres démarre aussi"""
        directory = copy(self.addCleanup, 'localhost')
        for script in directory.glob('api-*/*.py'):
            script.chmod(0o600)
        start(self.addCleanup, directory)

    def test_older_image(self):
        """Démarrage : une ancienne image du même nom n'est jamais lancée"""
        directory = copy(self.addCleanup, 'localhost')
        leave_no_trace(self.addCleanup, directory)
        outdate(self.addCleanup, directory)
        run(COMMANDE_1, directory)
        for name in NAMES:
            self.assertNotIn('outdated', inspect(name, '.Config.Labels'))

    def test_change_in_the_sources(self):
        """Démarrage : une modification du Serveur, même en pleine conversation, est dans le prochain lancement"""
        directory = copy(self.addCleanup, 'localhost')
        start(self.addCleanup, directory)
        script = directory / SERVER / 'socket_server.py'
        script.write_text(script.read_text() + '# changed\n')
        # The change takes its name from the image that runs: another name, to remove it by.
        image = images(directory)[SERVER]
        run(f'docker tag {image} {image}-before')
        self.addCleanup(run, f'docker rmi {image}-before')
        run(COMMANDE_1, directory)
        self.assertIn('# changed', run(f'docker exec {SERVER} cat socket_server.py'))
        self.whole_conversation()


class Again(Talk):

    def again(self, command, half_close):
        """Begins again with this command from a live conversation, an ended and a half-closed one."""
        start(self.addCleanup)
        self.attach()
        self.exchange()
        run(command)
        self.whole_conversation()
        run(command)
        self.attach()
        self.exchange()
        half_close()
        self.server.status()
        run(command)
        self.whole_conversation()

    def test_restart(self):
        """Recommencer : docker compose restart, en pleine conversation, après `bye`, le Serveur interrompu"""
        self.again(RESTART, lambda: self.server.press(CTRL_C))

    def test_commande_1(self):
        """Recommencer : la Commande 1, en pleine conversation, après `bye`, le Client supprimé"""
        self.again(COMMANDE_1, lambda: run(f'docker rm --force {CLIENT}'))

    def test_down(self):
        """Recommencer : docker compose down puis la Commande 1, en pleine conversation, après `bye`, le Serveur tué"""
        self.again(f'{DOWN} && {COMMANDE_1}', lambda: run(f'docker kill {SERVER}'))
