"""How a student hands in."""
from shell import bash
from student import Student

# They stop a commit or a push, lead it elsewhere, or run a program of his.
UNLUCKY_SETTINGS = '''
mkdir hooks
echo 'touch ~/ran; false' >hooks/pre-push
chmod +x hooks/pre-push
xargs --max-args=2 git config --global <<END
core.hooksPath ~/hooks
core.fsmonitor ~/hooks/pre-push
commit.gpgSign true
gpg.program false
push.gpgSign true
push.recurseSubmodules only
clone.defaultRemoteName upstream
END
'''
# Lines that the fork has more, and fewer, than this repository.
DIFFERENCE = '''\
1	1	api-client/Dockerfile
1	1	api-server/Dockerfile
2	2	docker-compose.hub.yaml
2	2	docker-compose.yaml
1	0	notes.md
2	2	readme.md'''


class FirstTime(Student):
    def test_files(self):
        """Rendu : nos fichiers remplacent ceux que lirait Docker, et eux seuls"""
        self.assertRegex(self.hand_in(), '^Votre fork est à jour.* Actions → Docker Hub .* Run workflow')
        self.at_home('git -C repository fetch --quiet ../fork main')
        difference = self.at_home('git -C repository diff --numstat main FETCH_HEAD')
        self.assertEqual(difference, DIFFERENCE)
        self.at_home('cd repository\nbash .ci/account moncompte\ngit commit --quiet --all --message account')
        difference = self.at_home('git -C repository diff --name-status main FETCH_HEAD')
        self.assertEqual(difference, 'A\tnotes.md')
        self.assertEqual(self.in_fork('show main~:README.md'), 'exam')

    def test_compose(self):
        """Rendu : Compose n'y trouve que nos fichiers, et ne dit rien"""
        self.hand_in()
        self.at_home('git clone --quiet fork new')
        self.assertEqual(bash('docker compose config --quiet 2>&1', self.home / 'new'), '')

    def test_settings(self):
        """Rendu : quels que soient les réglages de git"""
        self.at_home(UNLUCKY_SETTINGS)
        self.hand_in()
        self.in_fork('cat-file -e main:.ci/hand-in')
        self.assertNotIn('ran', self.at_home('ls'))

    def test_clean_up(self):
        """Rendu : même si un dossier reste"""
        (self.home / 'windows').write_text('rm() { command rm "$@"; [ "$1" != -rf ]; }')
        self.hand_in(BASH_ENV=f'{self.home}/windows')

    def test_identity(self):
        """Rendu : au nom qui vaut dans le clone"""
        self.at_home('git -C ours config user.email lea@home.example')
        self.hand_in()
        self.assertEqual(self.in_fork('log -1 --format="%an %ae" main'), 'Léa lea@home.example')

    def test_worktree(self):
        """Rendu : d'un sous-dossier d'un worktree"""
        self.at_home('git -C ours worktree add --quiet ../worktree')
        self.hand_in(folder='worktree/api-client', CDPATH=f'{self.home}/ours')
        self.in_fork('cat-file -e main:.ci/hand-in')


class Again(Student):
    def setUp(self):
        super().setUp()
        self.hand_in()

    def change(self, script):
        """Commits and pushes what these lines do in his own clone."""
        commit = 'git -c core.safecrlf=false commit --quiet --all --message change\ngit push --quiet'
        self.at_home(f'cd his\ngit pull --quiet\n{script}\n{commit}')

    def test_stays(self):
        """Un second passage met un autre compte, et garde ce que l'élève a changé"""
        self.change('echo "ma phrase" >>readme.md')
        self.hand_in(self.fork, 'unautre')
        self.assertRegex(self.in_fork('show main:readme.md'), '(?s)unautre/api-.*ma phrase')

    def test_comes_back(self):
        """Un second passage remet ce qui manque, et rien d'autre"""
        for lost in '.ci .github', 'docker-compose*.yaml', 'api-client/Dockerfile', '.gitattributes':
            with self.subTest(lost):
                self.change(f'git rm -r --quiet {lost}\necho "# mine" >>api-server/Dockerfile')
                self.hand_in()
                changed = self.in_fork('diff --name-status main~2 main')
                self.assertEqual(changed, 'M\tapi-server/Dockerfile')
