"""What the repository is made of."""
import difflib
import hashlib
import re

from engine import NAMES, README, ROOT, WORKFLOW, Item, readme, run

GIVEN = {
    'api-server/socket_server.py': '9c02881578e16ef540f496b56a323c411bc14afb02885b2b3f41c6437978cd8b',
    'api-client/socket_client.py': '2dc45a131a40d8b4f51beb6415bf53ffd660cb8e950e12b13c10bf9c257b7947',
}
COMPOSE_FILES = 'docker-compose.yaml', 'docker-compose.hub.yaml'


class Repository(Item):

    def test_1_files(self):
        """Dépot Github [5 pts] : 1 pt par fichier (5x)"""
        visible = {path.name for path in ROOT.iterdir() if not path.name.startswith('.')}
        self.assertEqual(visible, {*NAMES, *COMPOSE_FILES, 'readme.md'})
        for name, script in zip(NAMES, GIVEN):
            files = {f'{name}/{path.name}' for path in (ROOT / name).iterdir()}
            self.assertEqual(files, {f'{name}/Dockerfile', script})

    def test_2_given_scripts(self):
        """Dépot Github : les deux applicatifs fournis, « uniquement déployés », intacts à l'octet près"""
        for script, digest in GIVEN.items():
            self.assertEqual(hashlib.sha256((ROOT / script).read_bytes()).hexdigest(), digest, script)

    def test_3_compose_files(self):
        """Dépot Github : les deux docker-compose sont valides ; seuls build et pull les distinguent"""
        for name in COMPOSE_FILES:
            run(f'docker compose --file {name} config --quiet')
        texts = [(ROOT / name).read_text().splitlines() for name in COMPOSE_FILES]
        different = [line for line in difflib.ndiff(*texts) if line[0] in '-+']
        self.assertTrue(different)
        for line in different:
            self.assertRegex(line, r'^[-+]     (build|pull_policy): \S+$')

    def test_4_test_commands(self):
        """Dépot Github : l'intégration continue lance les deux commandes de test du readme"""
        self.assertEqual((ROOT / '.ci/run').read_text().splitlines()[-1], readme('Tester'))
        from_the_hub = re.search('`(REGISTRY=[^`]+)`', README)[1]
        self.assertIn(f'- run: .ci/setup && {from_the_hub}\n', WORKFLOW)
