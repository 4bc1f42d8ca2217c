"""What both pages show: commands, and cures.

Commands are not read there: who rewrites his readme can still publish.
"""
import re

from shell import ROOT, bash

UP = 'docker compose up -d'
UP_FROM_THE_HUB = 'docker compose -f docker-compose.hub.yaml up -d'
ATTACH_SERVER = 'docker attach api-server'
ATTACH_CLIENT = 'docker attach api-client'
RESTART = 'docker compose restart'
DOWN = 'docker compose down'
SET_UP_AND_UP = f'bash .ci/setup && {UP}'
TEST = 'bash .ci/run'
HAND_IN = 'git -c "alias.rendre=! bash .ci/hand-in" rendre https://github.com/moi/mon-fork mon-compte'
LOG_IN = 'docker login'
PUBLISH = 'docker compose build --push'


def text():
    """Returns the text of both pages."""
    return ''.join((ROOT / page).read_text('utf-8') for page in ('readme.md', '.github/publier.md'))


def cure(script, directory=ROOT):
    """Plays what fails; returns the cure of the one row that has its message."""
    said = bash(script, directory, fails=True)
    cures = set()
    for messages, told in re.findall('^[|] (`.*) [|] (.*) [|]$', text(), re.MULTILINE):
        for message in re.findall('`(.*?)`', messages):
            if re.search(re.escape(message).replace('…', '.*'), said):
                cures.add(told)
    assert len(cures) == 1, f'{len(cures)} remèdes pour {script} :\n{said}'
    return cures.pop()
