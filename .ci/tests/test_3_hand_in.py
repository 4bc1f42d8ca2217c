"""How a student hands in: his fork becomes the folder."""
from pages import remedy
from student import FORK, Student

# They stop an add or a push, push something else, or say that no file has changed.
UNLUCKY_SETTINGS = '''
cd ours
for name in core.safecrlf push.gpgSign push.followTags; do git config $name true; done
git config push.recurseSubmodules only
git config core.fsmonitor "$PWD/.git/hooks/liar"
echo 'echo x | tr "\\n" "\\0"' >.git/hooks/liar
echo exit 1 >.git/hooks/pre-push
chmod +x .git/hooks/{liar,pre-push}
git fetch -q ../github/moi/mon-fork.git main
git tag --annotate -m his his FETCH_HEAD
git worktree add -q ../worktree
cd ../worktree
git update-index --fsmonitor
git status
printf 'typed\\r\\n' >readme.md
'''
HOOK = 'github/moi/mon-fork.git/hooks/pre-receive'
# What goes wrong, the address, and how the remedy begins.
GIT_SAYS = [
    ('true', 'https://nowhere.invalid/fork', 'Vérifiez le réseau'),
    ('git config --global http.proxy localhost:1', 'https://git.invalid/fork', 'Vérifiez le réseau'),
    ('true', 'https://github.com/moi/autre', "Vérifiez l'adresse"),
    ('git -C github/moi/mon-fork.git branch --move main master', FORK, 'Votre fork est vide'),
    ('git config --global user.useConfigOnly true\ngit config --global --unset user.email', FORK, 'Tapez'),
    (f'printf "#!/bin/sh\necho GH007; exit 1" >{HOOK}\nchmod +x {HOOK}', FORK, 'Décochez *Block'),
]


class HandIn(Student):
    def test_folder(self):
        """Rendu : le fork devient, en un commit, ce que git suit dans le dossier, avec le compte"""
        former = self.in_fork('rev-parse main')
        self.at_home('cd ours\necho typed >>readme.md\nrm .github/poc.svg\ntouch new draft\ngit add new')
        said = self.hand_in()
        self.assertEqual(self.in_fork('log --format=%s main'), "Rend l'examen avec le compte moncompte\nwork")
        compare = f'cd ours\ngit fetch -q {FORK} main\ngit diff FETCH_HEAD\ngit ls-files --others'
        self.assertEqual(self.at_home(compare), 'draft')
        self.assertIn('moncompte/api-server:latest', self.in_fork('show main:docker-compose.yaml'))
        self.assertRegex(said, f'(?s)^[^\n]* {FORK}/tree/{former}\n.* {FORK}/actions .* Run workflow.$')

    def test_again(self):
        """Rendu : retapé, il ne change rien, ou remet ce que le fork a perdu"""
        self.hand_in()
        self.hand_in()
        self.assertEqual(self.in_fork('rev-list --count main'), '2')
        files = self.in_fork('ls-tree -r main')
        self.at_home(f'git clone -q {FORK} his\ncd his\ngit rm -r -q .ci api-client\n'
                     'git commit -q -m lost\ngit push -q')
        self.hand_in()
        self.assertEqual(self.in_fork('ls-tree -r main'), files)

    def test_clone_of_the_fork(self):
        """Rendu : d'un clone du fork, avec un autre compte, et git pull ne fusionne rien"""
        self.hand_in()
        self.at_home(f'git clone -q {FORK} his')
        self.hand_in(f'{FORK} unautre', folder='his')
        self.assertIn('unautre/api-server', self.in_fork('show main:readme.md'))
        self.assertEqual(self.at_home('cd his\ngit pull -q --ff-only\ngit status --short'), '')

    def test_settings(self):
        """Rendu : d'où que ce soit, quels que soient l'environnement et les réglages de git"""
        self.at_home(UNLUCKY_SETTINGS)
        self.hand_in(folder='worktree/api-client', CDPATH=f'{self.home}/ours', GIT_INDEX_FILE='index')
        self.assertEqual(self.in_fork('show main:readme.md'), 'typed')
        self.assertEqual(self.in_fork('tag'), '')

    def test_git_says(self):
        """Rendu impossible : git dit pourquoi, et la page le remède ; puis il passe"""
        for wrong, address, beginning in GIT_SAYS:
            with self.subTest(wrong):
                self.setUp()
                self.at_home(wrong)
                said = self.hand_in(f'{address} moncompte', fails=True)
                self.assertEqual(remedy(said, 'publier.md')[:len(beginning)], beginning)
                self.assertNotIn('.ci/hand-in', said)
        self.at_home(f'rm {HOOK}')
        self.hand_in()
