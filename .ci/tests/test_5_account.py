"""The account: where it stands, and whether it can publish."""
from functools import partial
from unittest import TestCase

from deployment import copy_to, folder
from shell import bash, fake

# How often each file names the account.
PLACES = {
    'api-server/Dockerfile': 1, 'api-client/Dockerfile': 1,
    'docker-compose.yaml': 2, 'docker-compose.hub.yaml': 2, 'readme.md': 4,
}
TOKEN = 'dckr_pat_secret'
# As Docker Hub, to whoever asks to push, with the token on standard input alone.
CURL = f'''
[ "$(cat)" = 'user = "moncompte:{TOKEN}"' ] || return
[[ $* = *:moncompte/api-server:pull,push && $* != *{TOKEN}* ]] || return
printf %s "$ANSWER"
[[ $ANSWER != *000* ]]'''
# A run on GitHub where all is well.
GITHUB = {'GITHUB_REF_NAME': 'main', 'DOCKERHUB_TOKEN': f'{TOKEN}\n', 'ANSWER': '{}\n200 '}
GITHUB.update(fake('curl', CURL))
STEP_4 = ".* refaites l'étape 4 de .github/publier.md"
LABEL = f'Il manque à api-client/Dockerfile la ligne LABEL .*/moncompte/api-client",{STEP_4}'
IMAGE = f'Il manque à %s la ligne image: moncompte/api-server:latest,{STEP_4}'
REFUSED = f'.* moncompte .%s.* Repo Read & Write .* Re-run .*{STEP_4}.* nouvelle exécution'
SILENT = 'Docker Hub ne répond pas, .*%s.* Re-run'
# What goes wrong, and what the page of the run says.
MISTAKES = [
    ('GITHUB_REF_NAME=essai', 'Seule la branche main publie.* essai '),
    ('rm docker-compose.hub.yaml', f'Il manque docker-compose.hub.yaml {STEP_4}'),
    ('sed -i s/moncompte/votre-compte/ *.yaml */Dockerfile', f"Le compte 'votre-compte' {STEP_4}"),
    ('sed -i s/moncompte/eleve@ecole.ch/ *.yaml */Dockerfile', f"Le compte 'eleve@ecole.ch' {STEP_4}"),
    ('sed -i s/moncompte/moncomte/ api-client/Dockerfile', LABEL),
    ('sed -i /LABEL/d api-client/Dockerfile', f'{LABEL}.* ajoutez-la'),
    ('sed -i 0,/moncompte/s//autre/ docker-compose.yaml', IMAGE % 'docker-compose.yaml'),
    ('sed -i 0,/moncompte/s//autre/ docker-compose.hub.yaml', IMAGE % 'docker-compose.hub.yaml'),
    ('sed -i 0,/:latest/s//:v1/ docker-compose.hub.yaml', IMAGE % 'docker-compose.hub.yaml'),
    ('DOCKERHUB_TOKEN=', 'Il manque le secret DOCKERHUB_TOKEN : créez-le .* Re-run'),
    ("ANSWER='incorrect username or password\n\n401 '", REFUSED % 'incorrect username or password'),
    ("ANSWER='insufficient scopes\n\n401 '", REFUSED % 'insufficient scopes'),
    ("ANSWER='\n000 Could not resolve host'", SILENT % 'Could not resolve host'),
    ("ANSWER='<html>\n429 '", SILENT % '429'),
    ("ANSWER='<html>\n503 '", SILENT % '503'),
]


class Account(TestCase):
    def setUp(self):
        self.directory = copy_to(folder())
        self.bash = partial(bash, directory=self.directory, **GITHUB)
        self.bash('bash .ci/account moncompte')

    def files(self):
        """Returns all lines of all files, each after the name of its own."""
        return self.bash("grep -r '' --exclude-dir=.ci . | sort")

    def test_everywhere(self):
        """.ci/account met le compte partout, quoi qu'on ait écrit à sa place"""
        files = self.files()
        for file, times in PLACES.items():
            self.assertEqual((self.directory / file).read_text('utf-8').count('moncompte/api-'), times, file)
        for former in 'unautre', 'eleve@ecole.ch', 'un nom/api-server', '':
            with self.subTest(former):
                self.bash(f"sed -i 's#moncompte#{former}#g' {' '.join(PLACES)}")
                self.bash('bash .ci/account moncompte')
                self.assertEqual(self.files(), files)

    def test_impossible(self):
        """.ci/account refuse ce qui n'est pas un Docker ID, et ne change rien"""
        files = self.files()
        for name in 'eleve@ecole.ch', 'MonCompte', 'été2026', 'abc', 'mon-compte', '', 'moncompte ':
            with self.subTest(name):
                said = self.bash(f"bash .ci/account '{name}'", fails=True)
                self.assertRegex(said, f"^'{name}' n'est pas un Docker ID.* 4 à 30 .*$")
        self.assertEqual(self.files(), files)

    def test_publishable(self):
        """Un compte qui peut publier, même sans readme"""
        self.bash('rm readme.md\ncp docker-compose.hub.yaml docker-compose-2.yaml')
        self.bash('bash .ci/account moncompte')
        self.assertEqual(self.bash('bash .ci/publishable'), 'account=moncompte')

    def test_mistakes(self):
        """Ce qui ne va pas, du fichier au jeton : une phrase dit le remède"""
        self.bash('mkdir intact\ncp --recursive api-* docker-compose* intact')
        for mistake, sentence in MISTAKES:
            with self.subTest(mistake):
                said = self.bash(f'{mistake}\nbash .ci/publishable', fails=True)
                self.assertRegex(said, f'^::error::{sentence}.*$')
                self.bash('cp --recursive intact/. .')
