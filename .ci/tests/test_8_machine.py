"""Other machines than the one at hand."""
import shlex
from unittest import TestCase

from deployment import CLIENT
from pages import TEST as RUN
from shell import AS_NOBODY, ROOT, bash, fake

# A Debian without any package; `docker version` prints $version, and so on.
DEBIAN = '''
tar -xC /srv
chmod -R a+rX /srv
echo Debian GNU/Linux 13 >/etc/os-release
docker() { printenv "$1" || { echo "docker $1 fails"; return 1; }; }
apt-get() { echo apt-get fails; return 1; }
dockerd() { :; }
journalctl() { :; }
export -f docker apt-get dockerd journalctl
export version=25.0.3 compose=2.26.0 buildx=yes images= info=/root/.docker/compose
for change; do
  (eval "$change"; $AS bash /srv/setup 2>&1 && echo no error)
  echo ---
done
'''
NOBODY = f'AS="{AS_NOBODY}"'
SAYS = '.ci/setup : %s'
INSTALLS = ".ci/setup : installe %s, .*\n.ci/setup : .* ne s'installe pas : apt-get fails"
INSTALL = f'{SAYS}.* https://docs.docker.com/engine/install/'
# What is changed there, and what .ci/setup says.
CHANGES = {
    'unset version; unset -f dockerd': INSTALLS % 'Docker',
    'unset version; unset -f docker': INSTALLS % 'Docker',
    f'{NOBODY}; unset version': SAYS % 'Docker ne répond pas : docker version fails .*.github.depannage.md',
    'unset version info': SAYS % 'Docker ne démarre pas : .* dockerd: .*',
    'version=25.0.2': INSTALL % 'Docker est trop ancien .Engine 25.0.2',
    'compose=v2.25.0': INSTALL % 'Compose v2.25.0 est .* supprimez /root/.docker/compose,',
    'unset compose': INSTALLS % 'Compose et Buildx',
    'unset buildx': INSTALLS % 'Compose et Buildx',
    f'{NOBODY}; unset compose': INSTALL % 'Docker est incomplet',
    'true': SAYS % 'python:3-slim ne se télécharge pas ; Docker dit : docker pull fails',
    'unset version info; mkdir -p /run/systemd/system': SAYS % 'Docker ne démarre pas : timeout: .*',
}
# .ci/run, within itself, would go on for ever.
NO_TESTS = fake('python3', 'true')


class Machine(TestCase):
    def test_half_a_debian(self):
        """Sans Docker qui convienne, .ci/setup l'installe, ou dit le remède"""
        debian = 'docker run --rm -i --network none python:3-slim bash -c "$DEBIAN" -'
        said = bash(f'tar -c . | {debian} {shlex.join(CHANGES)}', ROOT / '.ci', DEBIAN=DEBIAN)
        self.assertEqual(said.count('---'), len(CHANGES))
        for (change, says), words in zip(CHANGES.items(), said.split('---')):
            with self.subTest(change):
                self.assertRegex(words.strip(), f'^{says}$')

    def test_environment(self):
        """.ci/run écarte les variables qui mènent ailleurs"""
        astray = dict.fromkeys(['GIT_DIR', 'COMPOSE_FILE', 'PYTHONOPTIMIZE', 'CDPATH'], '1')
        kept = bash(RUN, **astray, **fake('python3', 'env'))
        self.assertIn('\nPATH=', kept)
        self.assertNotRegex(kept, f'(?m)^({"|".join(astray)})=')

    def test_not_linux(self):
        """.ci/run dit où les tests se jouent : pas sur un Mac"""
        said = bash(RUN, fails=True, **NO_TESTS, **fake('uname', 'echo Darwin'))
        self.assertRegex(said, '^.ci/run : .* Linux ou WSL ; .*$')

    def test_interrupted(self):
        """.ci/run interrompu ne dit pas que tout va bien : 130"""
        ctrl_c = fake('python3', "sh -c 'kill -INT $PPID'")
        self.assertEqual(bash(f'{RUN} || echo $?', **ctrl_c), '130')

    def test_name_taken(self):
        """.ci/run dit qu'un nom est pris, et ne touche à rien"""
        container = bash(f'docker create --name {CLIENT} python:3-slim true')
        self.addCleanup(bash, f'docker rm {container}')
        said = bash(RUN, fails=True, **NO_TESTS)
        self.assertRegex(said, f'^.ci/run : .*docker rm -f {CLIENT}$')
