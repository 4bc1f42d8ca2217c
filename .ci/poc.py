"""The exam's demonstration, from wherever the images come, and conversations of any other kind."""
from engine import CLIENT, NAMES, SERVER, Item, inspect, readme, run, start, until
from terminal import Terminal


class Talk(Item):
    """Talks in the terminals of both containers, which are started already."""

    def attach(self):
        self.server = Terminal(self.addCleanup, readme('Commande 2 :'))
        self.client = Terminal(self.addCleanup, readme('Commande 3 :'))

    def exchange(self, question='Hello', answer='Hello'):
        self.client.type(question)
        self.server.expect(f'from connected user: {question}\r\n')
        self.server.type(answer)
        self.client.expect(f'Received from server: {answer}\r\n')

    def exits(self):
        """Returns the exit statuses of server and client; raises AssertionError if one goes on running."""
        until(lambda: not any(inspect(name, '.State.Running') for name in NAMES), 'both to exit')
        return [inspect(name, '.State.ExitCode') for name in NAMES]

    def whole_conversation(self):
        self.attach()
        self.exchange()
        self.client.type('bye')
        self.assertEqual(self.exits(), [0, 0])


class Poc:
    """Six steps in one conversation, for a class that says where: .origin, .directory, .commande_1."""
    played = 0

    def __str__(self):
        return f'{super().__str__()} ({self.origin})'

    def run(self, result):
        """Counts the steps that succeed; see setUp()."""
        failed = len(result.failures + result.errors)
        super().run(result)
        type(self).played += len(result.failures + result.errors) == failed

    def setUp(self):
        """Fails a step without playing it, unless all those before it have succeeded."""
        if f'.test_{self.played + 1}_' not in self.id():
            self.fail(f'not played: step {self.played + 1} has not succeeded')

    @staticmethod
    def states():
        return [(inspect(name, '.State.Status'), inspect(name, '.State.ExitCode')) for name in NAMES]

    def test_1_up(self):
        """POC 1 [5 pts] : créer les deux containers et initialiser les 2 API,
        en premier le Serveur suivie ensuite du Client"""
        start(self.addClassCleanup, self.directory, self.commande_1)
        self.assertEqual(self.states(), [('running', 0)] * 2)
        server, client = (inspect(name, '.State.StartedAt').rstrip('Z') for name in NAMES)
        self.assertLess(server, client)

    def test_2_attach_server(self):
        """POC 2 [2 pts] : une connexion terminal interactive sur l’API Serveur"""
        type(self).server = Terminal(self.addClassCleanup, readme('Commande 2 :'))

    def test_3_attach_client(self):
        """POC 3 [2 pts] : une connexion terminal interactive sur l’API Client"""
        type(self).client = Terminal(self.addClassCleanup, readme('Commande 3 :'))

    def test_4_hello_from_client(self):
        """POC 4 [1 pt] : Tapez `Hello` dans le Client. Le message `Hello` doit apparaitre sur le Serveur"""
        self.client.type('Hello')
        self.server.expect('from connected user: Hello\r\n')

    def test_5_hello_from_server(self):
        """POC 5 [1 pt] : Tapez `Hello` dans le Serveur. Le message `Hello` doit apparaitre sur le Client"""
        self.server.type('Hello')
        self.client.expect('Received from server: Hello\r\n')

    def test_6_bye(self):
        """POC 6 [1 pt] : Taper `bye` dans le Client. Le Serveur et le Client doivent se fermer"""
        self.client.type('bye')
        self.assertEqual([self.client.status(), self.server.status()], [0, 0])
        self.assertEqual(self.states(), [('exited', 0)] * 2)
        # They stay closed: nothing starts from then until two seconds from now, rounded down (-2s).
        ended = max(inspect(name, '.State.FinishedAt') for name in NAMES)
        self.assertEqual(run(f'docker events --filter event=start --filter container={SERVER} '
                             f'--filter container={CLIENT} --since {ended} --until=-2s'), '')
