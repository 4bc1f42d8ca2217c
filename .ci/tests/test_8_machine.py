"""Other machines than the one at hand."""
import shlex
from unittest import TestCase

from deployment import CLIENT, PROJECT, new_folder
from pages import TEST as RUN
from shell import AS_NOBODY, bash, fake

# Nothing can be installed or started; `docker version` prints $version, and so on.
DEBIAN = '''
FROM python:3-slim
COPY --chmod=755 . /ci
RUN echo Debian GNU/Linux 13 >/etc/os-release
WORKDIR /programs
COPY --chmod=755 <<"EOT" docker
#!/bin/bash
printenv "$1" || { echo "docker $1 fails$BECAUSE"; exit 1; }
EOT
COPY --chmod=755 <<"EOT" fails
#!/bin/bash
echo "${0##*/} fails"
exit 1
EOT
RUN for name in dockerd apt-get systemctl; do ln -s fails $name; done; ln -s /bin/true journalctl
COPY --chmod=755 <<"EOT" /each
#!/bin/bash
for change; do
  rm -rf /changed /run/systemd
  cp --recursive /programs /changed
  (cd /changed; eval "$change"; $AS bash /ci/setup 2>&1 && echo no error)
  echo ---
done
EOT
ENV PATH=/changed:$PATH GITHUB_ACTIONS=true \\
    version=25.0.3 compose=2.26.0 buildx=yes images= info=/root/.docker/cli-plugins/compose
ENTRYPOINT ["/each"]
'''
IMAGE = f'{PROJECT}-debian'
NOBODY = f'AS="{AS_NOBODY}"'
INSTALLS = ".ci/setup : installe %s, .*\n::error::.ci/setup : .* ne s'installe pas : apt-get fails"
ERROR = '::error::.ci/setup : %s'
INSTALL = f'{ERROR}.* https://docs.docker.com/engine/install/'
# What is changed on a machine in order, and what .ci/setup says there.
CHANGES = {
    'unset version; rm dockerd': INSTALLS % 'Docker',
    'unset version; rm docker': INSTALLS % 'Docker',
    f'{NOBODY}; unset version': INSTALL % 'Docker ne répond pas .docker version fails',
    f'{NOBODY}; unset version; export BECAUSE=": permission denied"': ERROR % '.* usermod .*',
    'unset version info': ERROR % 'Docker ne démarre pas : dockerd fails',
    'unset version info; mkdir -p /run/systemd/system': ERROR % 'Docker ne démarre pas : systemctl fails',
    'version=25.0.2': INSTALL % 'Docker est trop ancien .Engine 25.0.2',
    'compose=v2.25.0': INSTALL % 'Compose v2.25.0 .* si /root/.docker/cli-plugins/compose .* supprimez',
    'unset compose': INSTALLS % 'Compose et Buildx',
    'unset buildx': INSTALLS % 'Compose et Buildx',
    f'{NOBODY}; unset compose': INSTALL % 'Docker est incomplet',
    'true': ERROR % 'python:3-slim ne se télécharge pas ; Docker dit : docker pull fails',
}
# .ci/run, within itself, would go on for ever.
NO_TESTS = fake('python3', 'true')


class Machine(TestCase):
    def test_ready(self):
        """.ci/setup ne dit rien là où Docker convient"""
        self.assertEqual(bash('bash .ci/setup 2>&1'), '')

    def test_half_a_debian(self):
        """Ailleurs, .ci/setup installe ce qui manque, ou dit le remède"""
        file = new_folder() / 'Dockerfile'
        file.write_text(DEBIAN)
        bash(f'docker build --tag {IMAGE} --file "$FILE" .ci', FILE=f'{file}')
        self.addCleanup(bash, f'docker rmi {IMAGE}')
        printed = bash(f'docker run --rm --network none {IMAGE} {shlex.join(CHANGES)}').split('\n---')
        for (change, says), said in zip(CHANGES.items(), printed):
            with self.subTest(change):
                self.assertRegex(said.strip(), f'^{says}$')

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
