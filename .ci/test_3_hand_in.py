"""How a student hands in, and what tells of a mistake on the way."""
import unittest
from functools import partial

from deployment import HAND_IN, bash, copy

GIT = {'GIT_CONFIG_GLOBAL': '/dev/null', 'GIT_AUTHOR_NAME': 'me', 'GIT_COMMITTER_NAME': 'me', 'EMAIL': 'me'}
# A clone of this repository, in which somebody has typed; a student's fork of the exam's; git as on Windows.
FORK = '''set -e
git init -b main && git add . && git commit -m ours && git clone --depth 1 "file://$PWD" 'our clone'
echo typed | tee 'our clone/readme.md' 'our clone/api-server/Dockerfile'
git init --bare -b main fork && git -C fork config receive.autogc false && git clone fork exam && cd exam
cp -r ../api-* . && mv api-client/Dockerfile{,.txt} && echo exam | tee README.md notes.md
echo 'services: {serveur: {image: mine}}' | tee docker-compose.yml docker-compose-2.yaml
git add . && git commit -m exam && git push origin HEAD:main
cd .. && mkdir tmp && printf '%s\n' '[core]' autocrlf safecrlf ignorecase filemode=no >windows
'''
TOKEN = 'dckr_pat_secret'
# Prints all lines of all files, each after its file's name.
FILES = "grep -r '' --exclude-dir=.ci . | sort"
# Answers as Docker Hub to whoever asks to push, with the token on standard input and nowhere else.
CURL = f'''
curl() {{
  [ "$(cat)" = 'user = "moncompte:{TOKEN}"' ] || return
  [[ $* = *:moncompte/api-server:pull,push && $* != *{TOKEN}* ]] || return
  printf %s "$ANSWER"
}}
'''


class HandIn(unittest.TestCase):
    def setUp(self):
        self.directory = copy()
        self.bash = partial(bash, directory=self.directory, **GIT)
        self.bash(FORK)

    def hand_in(self, account='moncompte', but=''):
        """Returns the last line of what .ci/hand-in says; with but='!', it is to fail."""
        command = HAND_IN.replace('https://github.com/moi/mon-fork', '../fork').replace('mon-compte', account)
        windows = {'GIT_CONFIG_GLOBAL': f'{self.directory}/windows', 'TMPDIR': f'{self.directory}/tmp'}
        said = self.bash(f'{but} {command} 2>&1', directory=self.directory / 'our clone', **windows)
        self.assertEqual(self.bash('ls -A tmp'), '')
        return said.splitlines()[-1]

    def test_files(self):
        """Rendu : un fork du dépôt `Github`, où nos fichiers remplacent ceux que lirait Docker, et eux seuls"""
        self.assertRegex(self.hand_in(), '^Votre fork est à jour.* Actions → Docker Hub .* Run workflow')
        self.bash('bash .ci/account moncompte && git commit -a --allow-empty -m account && git clone fork fresh')
        ours, fork = (set(self.bash(f'git -C {place} ls-tree -r HEAD').splitlines()) for place in ('.', 'fork'))
        self.assertEqual([line.split()[-1] for line in ours ^ fork], ['notes.md'])
        self.assertEqual(self.bash('cd fresh && git show HEAD~:README.md && docker compose config -q 2>&1'), 'exam')

    def test_again(self):
        """Un second passage met un autre compte, et garde ce que l'élève a changé"""
        self.hand_in()
        self.bash('git clone fork clone && cd clone && echo mine >>readme.md && git commit -am mine && git push')
        self.hand_in('unautre')
        self.bash('cd clone && git pull && grep unautre/api-server readme.md && grep mine readme.md')

    def test_refused(self):
        """Un push refusé se reprend ; sans clone, sans compte ou avec un compte impossible, rien n'est poussé"""
        self.assertIn('suivi de', self.hand_in('', but='!'))
        self.assertIn("n'est pas un Docker ID", self.hand_in('mon-compte', but='!'))
        self.bash('echo exit 1 >fork/hooks/pre-receive && chmod +x fork/hooks/pre-receive')
        self.assertNotIn('à jour', self.hand_in(but='!'))
        self.assertEqual(self.bash('git -C fork log --format=%s'), 'exam')
        self.bash('rm fork/hooks/pre-receive')
        self.hand_in()
        self.bash("git -C fork show main:.ci/hand-in && rm -rf 'our clone/.git'")
        self.assertIn('git clone', self.hand_in(but='!'))


class Account(unittest.TestCase):
    def setUp(self):
        directory = copy()
        (directory / 'curl').write_text(CURL)
        # Where Docker Hub accepts the token; bash reads the file in BASH_ENV before each script.
        self.bash = partial(bash, directory=directory, BASH_ENV='curl', GITHUB_REF_NAME='main',
                            DOCKERHUB_TOKEN=f'{TOKEN}\n', ANSWER='{}\n200 ')
        self.bash('bash .ci/account moncompte')

    def test_set(self):
        """.ci/account met le compte partout, quoi qu'on ait écrit à sa place"""
        files = self.bash(FILES)
        self.assertEqual(files.count('moncompte/api-'), 11)
        for account in 'unautre', 'eleve@ecole.ch', 'un nom/api-server', '':
            self.bash(f"sed -i 's#moncompte#{account}#g' api-*/Dockerfile docker-compose*.yaml readme.md")
            self.bash('bash .ci/account moncompte')
            self.assertEqual(self.bash(FILES), files)
        self.bash('rm readme.md; cp docker-compose.hub.yaml docker-compose-2.yaml; bash .ci/account moncompte')
        self.assertEqual(self.bash('bash .ci/account'), 'account=moncompte')

    def test_impossible(self):
        """.ci/account refuse ce qui ne peut pas être un Docker ID, et ne change rien"""
        files = self.bash(FILES)
        for name in 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc', 'mon-compte', "''", 'mon compte':
            self.assertRegex(self.bash(f'! bash .ci/account {name} 2>&1'), "^'.*' n'est pas un Docker ID.* 4 à 30 .*$")
        self.assertEqual(self.bash(FILES), files)

    def test_mistakes(self):
        """Une branche, un fichier, un compte ou un jeton qui ne va pas : une phrase, sur GitHub, dit le remède"""
        cure = '.* bash .ci/account .* push'
        label = f'Il manque à api-client/Dockerfile la ligne LABEL hub_url="https:.*/moncompte/api-client"{cure}'
        image = f'Il manque à %s la ligne image: moncompte/api-server{cure}'
        refused = '.* moncompte .%s.* Repo Read & Write .*.ci/account '
        silent = 'Docker Hub ne répond pas, .*%s.* Re-run'
        for mistake, sentence in [
                ('GITHUB_REF_NAME=essai', 'Seule la branche main publie.* essai '),
                ('rm docker-compose.hub.yaml', f'Il manque docker-compose.hub.yaml {cure}'),
                ('sed -i s/moncompte/votre-compte/ *.yaml */Dockerfile', f"Le compte 'votre-compte'{cure}"),
                ('sed -i s/moncompte/eleve@ecole.ch/ *.yaml */Dockerfile', f"Le compte 'eleve@ecole.ch'{cure}"),
                ('sed -i s/moncompte/moncomte/ api-client/Dockerfile', label),
                ('sed -i /LABEL/d api-client/Dockerfile', label),
                ('sed -i 0,/moncompte/s//autre/ docker-compose.yaml', image % 'docker-compose.yaml'),
                ('sed -i 0,/moncompte/s//autre/ docker-compose.hub.yaml', image % 'docker-compose.hub.yaml'),
                ('DOCKERHUB_TOKEN=', '.* DOCKERHUB_TOKEN : créez-le'),
                ("ANSWER='incorrect username or password\n\n401 '", refused % 'incorrect username or password'),
                ("ANSWER='insufficient scopes\n\n401 '", refused % 'insufficient scopes'),
                *((f"ANSWER='<html>\n{why} '", silent % why) for why in ('000 Could not resolve host', '429', '503'))]:
            self.setUp()
            self.assertRegex(self.bash(f'{mistake}\n! bash .ci/account 2>&1 >/dev/null'), f'^::error::{sentence}.*$')
