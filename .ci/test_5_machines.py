"""What machines do: GitHub's with a push, and others with .ci/setup and .ci/run."""
import json
import textwrap
import unittest

from deployment import CLIENT, NAMES, ROOT, bash

BAKE = "docker buildx bake --file docker-compose.yaml --set '*.platform=linux/amd64,linux/arm64' --push"
TESTS, PUBLISH = ((ROOT / '.github/workflows' / name).read_text() for name in ('tests.yaml', 'docker-hub.yaml'))
STEPS = PUBLISH.split('\n      - ')[1:]
# A Debian 13 as root, in a container, whose docker has these answers, whose dockerd and mirror do not work.
DEBIAN = '''
echo Debian GNU/Linux 13 >/etc/os-release
docker() { [[ " $ANSWERS" =~ " $1="([^ ]*) ]] && echo "${BASH_REMATCH[1]}" || { echo "no $*"; false; }; }
apt-get() { echo "no $*"; false; }
systemctl() { echo masked; false; }
journalctl() { true; }
export -f docker apt-get systemctl journalctl
export GITHUB_ACTIONS=true
install /dev/stdin /usr/sbin/dockerd <<<'echo bad daemon.json'
'''
NOBODY = 'exec setpriv --reuid=65534 --clear-groups bash -s 2>&1'


class Workflow(unittest.TestCase):
    def test_order(self):
        """D'abord le compte, puis la démonstration, avant de publier et après ; le mail en dernier"""
        order = ['uses: actions/checkout@', 'run: bash .ci/account >>"$GITHUB_OUTPUT"\n', 'uses: docker/login-action@',
                 ' bash .ci/run -k FromSources ||\n', 'uses: docker/setup-buildx-action@', f' {BAKE} ||\n',
                 ' docker logout && PUBLISHED=1 bash .ci/run -k FromTheHub ||\n', ' cat >>"$GITHUB_STEP_SUMMARY" ']
        self.assertEqual(len(STEPS), len(order))
        for step, command in zip(STEPS, order):
            self.assertIn(command, step)
        self.assertTrue(TESTS.endswith('      - run: bash .ci/run\n'))

    def test_failures(self):
        """Une démonstration ou une publication qui échoue : une phrase le dit, avec le remède"""
        fail = 'docker() { false; }; bash() { false; }; export -f docker bash; ! command bash -c "$SCRIPT"'
        cures = ["Rien n'est publié.*", 'Default privacy.* Re-run.*', 'Make public.* Re-run.* 429 .*']
        for step, cure in zip([step for step in STEPS if ' ||\n' in step], cures):
            self.assertRegex(bash(fail, SCRIPT=step.split('run: |\n')[1]), f'^::error::.*{cure} journal.*$')

    def test_images(self):
        """Les images que prend le second docker-compose, construites sans émulateur"""
        targets = json.loads(bash(f'{BAKE} --print'))['target'].values()
        pulled = bash('docker compose -f docker-compose.hub.yaml config --images').split()
        self.assertCountEqual([tag for target in targets for tag in target['tags']], pulled)
        # On a base without a program, nothing can run.
        for name in NAMES:
            bash(f'docker build --build-context python:3-slim=.github --output type=cacheonly {name}')

    def test_mail(self):
        """Information à envoyer par mail à l’examinateur"""
        github = {'GITHUB_STEP_SUMMARY': '/dev/stdout', 'GITHUB_SERVER_URL': 'GIT', 'GITHUB_REPOSITORY': 'ME'}
        mail = bash(textwrap.dedent(STEPS[-1].split('run: |\n')[1]), **github)
        self.assertIn('Adresse du dépot GitHub : GIT/ME\n', mail)
        addresses = 'https://hub.docker.com/r/(.*)/api-server https://hub.docker.com/r/\\1/api-client'
        self.assertRegex(mail, f"Adresse de l'image Dockerhub : {addresses}\n")


class Machine(unittest.TestCase):
    def test_setup(self):
        """.ci/setup ne dit rien là où Docker convient ; ailleurs, il installe ce qui manque ou dit le remède"""
        self.assertEqual(bash('bash .ci/setup 2>&1'), '')
        error = '::error::.ci/setup : '
        installs = f'.ci/setup : installe %s .*\n{error}apt-get a échoué : no -qq update'
        too_old = f'{error}Docker est trop ancien .*%s.* https://.*'
        for answers, state, says in [
                ('', 'rm /usr/sbin/dockerd', installs % 'docker.io docker-cli docker-compose'),
                ('', '', installs % 'docker.io docker-cli docker-compose'),
                ('', NOBODY, f'{error}Docker ne répond pas .* https://.*'),
                ('', f'docker() {{ echo permission denied; false; }}; {NOBODY}', f'{error}.* usermod .*'),
                ('--version=26 compose=2.26 buildx=', '', f'{error}Docker ne démarre pas : bad daemon.json'),
                ('--version=26', 'mkdir -p /run/systemd/system', f'{error}Docker ne démarre pas : masked'),
                ('version=25.0.2', '', too_old % '25.0.2'),
                ('version=26', '', installs % 'docker-compose docker-buildx,'),
                ('version=26', NOBODY, f'{error}Docker est incomplet.* https://.*'),
                ('version=26 compose=2.25 buildx=', '', too_old % '2.25'),
                ('version=26 compose=2.26 buildx=', '', f'{error}python:3-slim .*: no pull .*')]:
            script = f'ANSWERS="{answers}"; export ANSWERS{DEBIAN}{state}\nbash -s 2>&1'
            container = 'docker run --rm --interactive --network none python:3-slim bash -c "$SCRIPT"'
            self.assertRegex(bash(f'! {container} <.ci/setup', SCRIPT=script), f'^{says}$')

    def test_name_taken(self):
        """.ci/run dit qu'un nom est pris, avec le remède, et ne touche à rien"""
        container = bash(f'docker create --name {CLIENT} python:3-slim true')
        self.addCleanup(bash, f'docker rm {container}')
        self.assertRegex(bash('! bash .ci/run -k FromSources 2>&1'), f'^.ci/run : .*docker rm -f {CLIENT}$')

    def test_interrupted(self):
        """.ci/run interrompu ne dit pas que tout va bien : 130"""
        python3 = "sh -c 'kill -INT $PPID'"
        self.assertEqual(bash(f'python3() {{ {python3}; }}; export -f python3; bash .ci/run || echo $?'), '130')
