"""What the readme and its page on publishing promise."""
import os
import re
import textwrap
import unittest
from xml.etree import ElementTree

from deployment import (
    ATTACH_CLIENT, ATTACH_SERVER, DOWN, PROJECT, PUBLISH, RESTART, ROOT, SERVER, SET_UP_AND_UP, UP, UP_FROM_THE_HUB,
    Deployment, copy, run)
from terminal import Conversation

# No setting of the machine's, but who commits.
GIT = {'GIT_CONFIG_GLOBAL': '/dev/null', 'GIT_AUTHOR_NAME': 'me', 'GIT_COMMITTER_NAME': 'me', 'EMAIL': 'me'}
# This repository, a student's fork of the exam's, and his clone, as on Windows, two files uncommitted.
FORK = '''set -e
git init -b main && git add . && git commit -m ours
git init --bare -b main fork && git clone fork exam && cd exam
cp -r ../api-* . && rm api-*/Dockerfile && echo exam | tee README.md tp.md
echo 'services: {serveur: {image: mine}}' | tee docker-compose.yml docker-compose-2.yaml
git add . && git commit -m mine && git push origin HEAD:main
cd .. && git clone -c core.autocrlf=true fork clone && cd clone
echo mine | tee docker-compose.yml api-server/Dockerfile
'''


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages = run('cat readme.md .github/publier.md')
        blocks = re.findall('```bash\n(.*?)\n *```', cls.pages, re.DOTALL)
        *cls.commands, cls.bring, cls.push, cls.login, cls.publish = map(textwrap.dedent, blocks)

    def test_commands(self):
        """Leurs commandes sont celles que jouent tous les autres tests"""
        self.assertEqual(self.commands, [
            UP, UP_FROM_THE_HUB, ATTACH_SERVER, ATTACH_CLIENT, RESTART, DOWN, SET_UP_AND_UP, 'bash .ci/run'])
        self.assertEqual(self.publish, PUBLISH)

    def test_fork(self):
        """Rendu : un fork du dépôt `Github`, où tout arrive, et rien de l'élève ne se perd"""
        ours = copy()
        clone, fresh = ours / 'clone', ours / 'fresh'
        run(FORK, ours, **GIT)
        run(self.bring.replace('ADRESSE', '..'), clone, **GIT)
        kept = run('git show stash:docker-compose.yml stash^3:api-server/Dockerfile', clone)
        self.assertEqual(kept, 'mine\nmine')
        run("! grep -r $'\\r' api-*", clone)

        push = self.push.replace('mon-compte', 'moncompte')
        run(f'mv ../fork ../away; ({push}); mv ../away ../fork; {push}', clone, **GIT)
        run('bash .ci/account moncompte && git commit -am account && git clone fork fresh', ours, **GIT)
        files, forked = (set(run('git ls-tree -r HEAD', place).splitlines()) for place in (ours, fresh))
        self.assertEqual([line.split()[-1] for line in files ^ forked], ['tp.md'])
        self.assertEqual(run('docker compose config --quiet 2>&1', fresh), '')

    def refused(self, command, cure, directory=ROOT, **environment):
        """Checks that this command fails with a message of one row, and that this is its cure."""
        said = run(f'! {command} 2>&1', directory, **environment)
        rows = [row.split(' | ') for row in re.findall('^[|] `.*', self.pages, re.MULTILINE)]
        cures = {told for shown, told in rows for message in re.findall('`(.*?)`', shown)
                 if re.search(re.escape(message).replace('…', '.*'), said)}
        self.assertEqual(len(cures), 1, said)
        self.assertIn(cure, cures.pop())

    def test_conversation(self):
        """Les terminaux montrent ce que disent liste et image ; ce que dit Docker est dans le tableau"""
        deployment = Deployment()
        deployment.start(SET_UP_AND_UP)
        # No terminal, as in Git Bash.
        self.refused(ATTACH_CLIENT, 'winpty')
        talk = Conversation()
        terminals = {'Serveur': talk.server, 'Client': talk.client}
        step = '[45][.] Tapez `(.*)` dans le (.*) : `(.*)` apparaît sur le (.*)[.]'
        for typed, here, shown, there in re.findall(step, self.pages):
            terminals[here].type(typed)
            terminals[there].expect(f'{shown}\n -> ')
        talk.bye()
        self.assertEqual([talk.server.status(), talk.client.status()], [0, 0])
        self.assertEqual(deployment.run('docker compose ps -a').count('Exited (0)'), 2)

        groups = ElementTree.parse(ROOT / '.github/poc.svg').iter('{http://www.w3.org/2000/svg}g')
        up, server, client = ('\n'.join(''.join(line.itertext()) for line in group) for group in groups)
        self.assertEqual(up.splitlines()[0], f'$ {UP}')
        self.assertEqual(server, f'$ {ATTACH_SERVER}\n{talk.server.screen()}$ ')
        self.assertEqual(client, f'$ {ATTACH_CLIENT}\n{talk.client.screen()}$ ')

        self.refused(ATTACH_CLIENT, 'recommencez')
        run(f'docker network rm {PROJECT}_api')
        for command in UP, RESTART:
            self.refused(command, DOWN, deployment.directory)
        deployment.run(DOWN)
        self.refused(ATTACH_CLIENT, UP)
        container = run(f'docker create --name {SERVER} python:3-slim true')
        self.addCleanup(run, f'docker rm --force {container}')
        self.refused(UP, 'docker rm -f', deployment.directory)
        deployment.run(re.search('`(docker rm .*?)`', self.pages)[1])
        deployment.run(UP)

    def test_messages(self):
        """Ce que dit Docker mal installé, arrêté, interdit, ou sans réseau est dans le tableau"""
        self.refused(UP, 'dossier', '/')
        self.refused('docker pull localhost:1/nothing', 'réseau')
        self.refused(self.login, 'winpty', DOCKER_CONFIG='nowhere')
        self.refused('docker ps', 'Démarrez Docker', DOCKER_HOST='unix:///nowhere')
        self.refused('docker -d', 'trop ancien')
        # Where only root may enter, the user nobody asks.
        user = 'setpriv --reuid=65534 --clear-groups' if os.geteuid() == 0 else ''
        self.refused(f'{user} docker ps', 'usermod', DOCKER_HOST='unix:///root/docker.sock')
