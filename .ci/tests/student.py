"""A student at home: a clone of this repository, and his fork of the exam's."""
import shlex
from unittest import TestCase

from deployment import copy_to, folder
from pages import HAND_IN
from shell import bash

OUR_CLONE = '''
git config --global user.name Léa
git config --global user.email lea@ecole.example
cd repository
git init --quiet --initial-branch main
git config uploadpack.allowFilter true
git add .
git commit --quiet --message ours
git clone --quiet --depth 1 --filter blob:none "file://$PWD" ../ours
# Not committed.
echo typed | tee ../ours/readme.md ../ours/api-server/Dockerfile
'''
EXAMS_FORK = '''
git init --quiet --bare --initial-branch main fork
git clone --quiet fork his
cd his
cp --recursive ../repository/api-* .
echo >>api-server/socket_server.py
mv api-client/Dockerfile api-client/Dockerfile.txt
echo 'services: {serveur: {image: his}}' | tee docker-compose.yml docker-compose-2.yaml
echo 'COMPOSE_FILE=docker-compose-2.yaml' >.env
echo '* text=auto eol=crlf' >.gitattributes
echo exam | tee README.md notes.md
git add .
git commit --quiet --message 'his work'
git push --quiet origin HEAD:main
'''
GIT_FOR_WINDOWS = '''
for setting in autocrlf safecrlf ignorecase; do git config --global core.$setting true; done
'''


class Student(TestCase):
    """A base class: each test has a home of its own."""

    def setUp(self):
        self.home = folder()
        self.fork = (self.home / 'fork').as_uri()
        (self.home / 'tmp').mkdir()
        copy_to(self.home / 'repository')
        for steps in OUR_CLONE, EXAMS_FORK, GIT_FOR_WINDOWS:
            self.at_home(steps)

    def at_home(self, script, **options):
        """Does as bash, at home, with the settings of git there."""
        home = {'HOME': f'{self.home}', 'TMPDIR': f'{self.home}/tmp', 'GIT_CONFIG_NOSYSTEM': '1'}
        return bash(script, self.home, **home, **options)

    def hand_in(self, *arguments, folder='ours', **options):
        """Hands in from this folder, as the page says; returns what he reads last."""
        command = HAND_IN.partition('https')[0] + shlex.join(arguments or [self.fork, 'moncompte'])
        said = self.at_home(f'cd {folder}\n{command} 2>&1', **options)
        self.assertEqual(self.at_home('ls -A tmp'), '')
        return said.rpartition('\n')[2]

    def in_fork(self, command):
        """Returns what git prints in the fork."""
        return self.at_home(f'git -C fork {command}')
