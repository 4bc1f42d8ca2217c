"""What the pages show: commands, and remedies."""
import re

from shell import ROOT

# Not read there: who rewrites his readme can still publish.
UP = 'docker compose up -d'
UP_FROM_THE_HUB = 'docker compose -f docker-compose.hub.yaml up -d'
ATTACH_SERVER = 'docker attach api-server'
ATTACH_CLIENT = 'docker attach api-client'
RESTART = 'docker compose restart'
DOWN = 'docker compose down'
SET_UP_AND_UP = f'bash .ci/setup && {UP}'
TEST = 'bash .ci/run'
RENDRE = 'git -c "alias.rendre=! bash .ci/hand-in" rendre'
HAND_IN = f'{RENDRE} https://github.com/moi/mon-fork mon-compte'
LOG_IN = 'docker login'
PUBLISH = 'docker compose build --push'


def read(page):
    """Returns the text of a page."""
    return (ROOT / page).read_text('utf-8')


def remedy(said, page='depannage.md'):
    """Returns the remedy of the one row of this page that has a message said here."""
    remedies = set()
    for messages, told in re.findall('^[|] (`.*) [|] (.*) [|]$', read(f'.github/{page}'), re.MULTILINE):
        for message in re.findall('`(.*?)`', messages):
            # As the reader's Ctrl-F, whatever the case.
            if re.search(re.escape(message).replace('…', '.*'), said, re.IGNORECASE):
                remedies.add(told)
    assert len(remedies) == 1, f'{len(remedies)} remèdes dans {page} pour :\n{said}'
    return remedies.pop()
