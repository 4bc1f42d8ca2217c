"""What .ci/hand-in refuses, in a sentence that says what to type."""
from student import Student

NOT_A_FIRST_PAGE = [
    'moncompte',
    'github.com/moi/mon-fork',
    '<https://github.com/moi/mon-fork',
    'https://github.com/moi/mon-fork>',
    'https://github.com/moi/mon-fork"',
    'https://github.com/moi/mon-fork ',
    'https://github.com/moi/mon-fork?tab=readme',
    'https://github.com/moi/mon-fork/tree/main',
    'git@github.com:moi/mon-fork/tree/main',
    '../fork',
]
SENTENCE = 'ne convient pas : après rendre, tapez .* première page .* Docker ID'


class Refused(Student):
    def refused(self, sentence, *arguments):
        """Fails unless he reads this last, and the fork is as it was."""
        self.assertRegex(self.hand_in(*arguments, fails=True), sentence)
        self.assertEqual(self.in_fork('log -1 --format=%s --all'), 'his work')

    def test_words(self):
        """Une adresse d'une autre page, un mot de trop, un compte impossible"""
        for address in NOT_A_FIRST_PAGE:
            with self.subTest(address):
                self.refused(SENTENCE, address, 'moncompte')
        self.refused(SENTENCE, self.fork)
        self.refused(SENTENCE, self.fork, 'mon', 'compte')
        self.refused("'mon-compte' n'est pas un Docker ID", self.fork, 'mon-compte')

    def test_branch(self):
        """Un dépôt vide, un fork sans branche main"""
        self.at_home('git init --quiet --bare empty')
        self.refused('pas de branche main', self.fork.replace('fork', 'empty'), 'moncompte')
        self.in_fork('branch --move main master')
        self.refused('pas de branche main')

    def test_no_clone(self):
        """Un dossier qui n'est pas un clone, dans un clone"""
        self.at_home('rm -rf ours/.git\ngit init --quiet')
        said = self.at_home(f'bash ours/.ci/hand-in {self.fork} moncompte', fails=True)
        self.assertIn("n'est pas un clone", said)

    def test_push(self):
        """Un push, que la même commande reprend"""
        self.at_home('echo exit 1 >fork/hooks/pre-receive\nchmod +x fork/hooks/pre-receive')
        self.refused('failed to push')
        self.at_home('rm fork/hooks/pre-receive')
        self.hand_in()
