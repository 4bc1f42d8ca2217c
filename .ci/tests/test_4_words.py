"""What a student types: the address of his fork, and his account."""
from student import FORK, Student

FIRST_PAGE = [f'{FORK}.git', f'{FORK}/', 'https://moi:secret@github.com/moi/mon-fork',
              'git@github.com:moi/mon-fork.git', 'ssh://git@ssh.github.com:443/moi/mon-fork.git']
OTHER_PAGES = [FORK + end for end in ('>', '"', ' ', '?tab=readme', '#readme', '/tree/main')]
OTHER_PAGES += ['moncompte', 'github.com/moi/fork', f'<{FORK}', 'git@github.com:moi/fork/tree/main']
FILES = 'api-*/Dockerfile docker-compose*.yaml readme.md'


class Words(Student):
    def test_address(self):
        """Rendu : l'adresse montrée s'ouvre dans un navigateur, sans mot de passe"""
        for account, address in enumerate(FIRST_PAGE, 1000):
            self.assertIn(f' {FORK}/tree/', self.hand_in(f'{address} {account}'), address)

    def test_refused(self):
        """Rendu refusé : adresse d'une autre page, mot de moins ou de trop, pas de clone"""
        for words in FORK, f'{FORK} mon compte', *(f"'{page}' moncompte" for page in OTHER_PAGES):
            with self.subTest(words):
                said = self.hand_in(words, fails=True)
                self.assertRegex(said, '^.ci/hand-in : .* première page .* Docker ID$')
        self.at_home('rm -rf ours/.git\ngit init -q')
        said = self.at_home(f'bash ours/.ci/hand-in {FORK} moncompte', fails=True)
        self.assertIn("n'est pas un clone", said)

    def test_everywhere(self):
        """Le compte est mis partout, quoi qu'on ait écrit à sa place"""
        self.at_home('bash ours/.ci/set-account moncompte')
        changes = self.at_home('git -C ours diff')
        places = self.at_home(f'cd ours\ngrep -o moncompte/api- {FILES}').split()
        self.assertEqual(len(places), 10, places)
        for former in 'unautre', 'eleve@ecole.ch', 'un nom/api-server', '':
            self.at_home(f"cd ours\nsed -i 's#moncompte#{former}#g' {FILES}\nbash .ci/set-account moncompte")
            self.assertEqual(self.at_home('git -C ours diff'), changes, former)

    def test_impossible(self):
        """Un compte impossible est refusé, et rien ne change"""
        for account in 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc', 'mon-compte', '', 'moncompte ':
            with self.subTest(account):
                said = self.hand_in(f"{FORK} '{account}'", fails=True)
                self.assertRegex(said, f"^'{account}' n'est pas un Docker ID.* 4 à 30 .*$")
        self.assertEqual(self.at_home('git -C ours status --short'), '')
