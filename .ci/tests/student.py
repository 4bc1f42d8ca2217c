"""A student at home: his clone of this repository, and his fork of the exam's."""
from unittest import TestCase

from deployment import copy_to, new_folder
from pages import RENDRE
from shell import bash

FORK = 'https://github.com/moi/mon-fork'
# GitHub's addresses lead to a folder at home; our clone is as small as git makes one.
HOME = '''
git config --global user.name Léa
git config --global user.email lea@ecole.example
for address in https://{,moi:secret@}github.com/ git@github.com: ssh://git@ssh.github.com:443/; do
  git config --global --add "url.file://$HOME/github/.insteadOf" $address
done
git init -q -b main exam
cd exam
echo exam | tee README.md tp.md:Zone.Identifier docker-compose.yml .env
git add .
git commit -q -m work
git clone -q --bare . ../github/moi/mon-fork.git
cd ../repository
git init -q -b main
git config uploadpack.allowFilter true
git add .
git commit -q -m ours
git clone -q --depth 1 --filter blob:none "file://$PWD" ../ours
'''


class Student(TestCase):
    """A base class: each test has a home of its own."""

    def setUp(self):
        self.home = new_folder()
        copy_to(self.home / 'repository')
        self.at_home(HOME)

    def at_home(self, script, **options):
        """Does as bash, at home, without the developer's settings, and in English."""
        home = dict.fromkeys(['HOME', 'XDG_CONFIG_HOME'], f'{self.home}')
        return bash(script, self.home, LC_ALL='C', GIT_CONFIG_NOSYSTEM='1', **home, **options)

    def hand_in(self, words=f'{FORK} moncompte', folder='ours', **options):
        """Hands in from this folder, with these words; returns what he reads."""
        return self.at_home(f'cd {folder}\n{RENDRE} {words} 2>&1', **options)

    def in_fork(self, command):
        """Returns what git prints in the fork."""
        return self.at_home(f'git -C github/moi/mon-fork.git {command}')
