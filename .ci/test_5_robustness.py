"""What examiners do besides, and what must not go wrong then."""
from engine import (CLIENT, NAMES, SERVER, Item, build, copy, images, inspect, leave_no_trace, outdate,
                    readme, run, start, until)
from terminal import BACKSPACE, CTRL_C, CTRL_D, DETACH, Terminal


def exits():
    """Returns the exit statuses of server and client; waits, at most 10 s, until both have one."""
    until(lambda: not any(inspect(name, '.State.Running') for name in NAMES), 'both to exit')
    return [inspect(name, '.State.ExitCode') for name in NAMES]


class Conversation(Item):

    def setUp(self):
        start(self.addCleanup)
        self.attach()

    def attach(self):
        self.server = Terminal(self.addCleanup, readme('Commande 2 :'))
        self.client = Terminal(self.addCleanup, readme('Commande 3 :'))

    def exchange(self, question, answer):
        self.client.type(question)
        self.server.expect(f'from connected user: {question}\r\n')
        self.server.type(answer)
        self.client.expect(f'Received from server: {answer}\r\n')

    def test_twenty_messages(self):
        """Conversation : vingt messages dans chaque sens, accents et emoji compris"""
        for number in range(20):
            self.exchange(f'Ça va ? n° {number} 🐳', f'Très bien, à {number} % 👍')

    def test_backspace(self):
        """Conversation : Backspace efface une lettre accentuée entière, dans les deux terminaux"""
        self.client.type(f'é{BACKSPACE}a')
        self.server.expect('from connected user: a\r\n')
        self.server.type(f'é{BACKSPACE}b')
        self.client.expect('Received from server: b\r\n')

    def test_detach(self):
        """Conversation : se détacher (Ctrl-P Ctrl-Q) puis se rattacher ne perd rien"""
        self.exchange('Hello', 'Hello')
        for terminal in self.server, self.client:
            terminal.press(DETACH)
            terminal.status()
        self.attach()
        self.exchange('encore', 'toujours')
        log = run(f'docker logs {SERVER}')
        self.assertLess(log.index('user: Hello'), log.index('user: encore'))

    def test_any_bye(self):
        """Conversation : ` ByE ` vaut `bye`"""
        self.client.type('  ByE ')
        self.assertEqual(exits(), [0, 0])

    def test_again(self):
        """Conversation : la Commande 1 en recommence une après `bye`, sans rien d'autre"""
        self.client.type('bye')
        self.assertEqual(exits(), [0, 0])
        run(readme('Commande 1 :'))
        self.attach()
        self.exchange('Hello', 'Hello')

    def test_empty_line(self):
        """Fin : après une ligne vide, qui n'envoie rien, Ctrl-C dans le Client ferme les deux"""
        self.client.type('')
        self.client.expect('\r\n')
        self.client.press(CTRL_C)
        self.assertEqual(exits(), [0, 130])

    def test_client_interrupted(self):
        """Fin : Ctrl-C dans le Client ferme aussi le Serveur"""
        self.client.press(CTRL_C)
        self.assertEqual(exits(), [0, 130])

    def test_client_input_closed(self):
        """Fin : Ctrl-D dans le Client ferme aussi le Serveur"""
        self.client.press(CTRL_D)
        self.assertEqual(exits(), [0, 1])

    def test_client_killed(self):
        """Fin : un Client tué ferme aussi le Serveur"""
        run(f'docker kill {CLIENT}')
        self.assertEqual(exits(), [0, 137])

    def test_stop(self):
        """Fin : docker stop arrête les deux sans avoir à les tuer"""
        run(f'docker stop {SERVER} {CLIENT}')
        self.assertEqual(exits(), [130, 130])


class Start(Item):

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
        run(readme('Commande 1 :'), directory)
        for name in NAMES:
            self.assertNotIn('outdated', inspect(name, '.Config.Labels'))

    def test_change_in_the_sources(self):
        """Démarrage : une modification des sources est dans le prochain lancement"""
        directory = copy(self.addCleanup, 'localhost')
        start(self.addCleanup, directory)
        script = directory / SERVER / 'socket_server.py'
        script.write_text(script.read_text() + '# changed\n')
        image = images(directory)[SERVER]
        run(f'docker tag {image} {image}-before')
        self.addCleanup(run, f'docker rmi {image}-before')
        run(readme('Commande 1 :'), directory)
        self.assertIn('# changed', run(f'docker exec {SERVER} cat socket_server.py'))

    def test_names_taken(self):
        """Démarrage : les noms pris par d'autres conteneurs, les tests le disent et n'y touchent pas"""
        image = build(self.addCleanup)[SERVER]
        other = run(f'docker run --detach --name {SERVER} {image} sleep infinity')
        self.addCleanup(run, f'docker rm --force {other}')
        with self.assertRaisesRegex(AssertionError, f'not free: {SERVER}'):
            run(f'{readme("Tester")} -k FromSources')
        self.assertTrue(inspect(other, '.State.Running'))
