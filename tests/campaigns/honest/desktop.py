"""Honest programs for one's own computer."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, Shapes
from tests.campaigns.honest.small import small

__all__ = ["DESKTOP"]

DESKTOP = Shapes()


@DESKTOP
def backup_tool() -> Built:
    """Zips dotfiles into the folder, or to the bucket, that the user names"""
    return small(
        "dotkeeper",
        """\
import argparse, os, shutil, tarfile, time
from pathlib import Path

DEFAULT = ['.bashrc', '.zshrc', '.gitconfig', '.ssh/config', '.config/nvim', '.tmux.conf']


def backup(target, names=DEFAULT):
    out = Path(target) / f'dotfiles-{time.strftime("%Y%m%d")}.tar.gz'
    with tarfile.open(out, 'w:gz') as tar:
        for name in names:
            path = Path.home() / name
            if path.exists():
                tar.add(path, arcname=name)
    return out


def upload(path, bucket):
    import boto3
    boto3.client('s3').upload_file(str(path), bucket, os.path.basename(path))


def main():
    p = argparse.ArgumentParser()
    p.add_argument('target')
    p.add_argument('--bucket')
    a = p.parse_args()
    path = backup(a.target)
    if a.bucket:
        upload(path, a.bucket)
""",
        poor=False,
    )


@DESKTOP
def keyboard_macro() -> Built:
    """Records and replays keys and mouse, to a file"""
    return small(
        "macro-recorder-py",
        """\
import json, time
from pynput import keyboard, mouse

events = []


def on_press(key):
    events.append(('key', str(key), time.time()))
    if key == keyboard.Key.esc:
        return False


def on_click(x, y, button, pressed):
    events.append(('click', x, y, str(button), pressed, time.time()))


def record(path):
    with mouse.Listener(on_click=on_click), keyboard.Listener(on_press=on_press) as k:
        k.join()
    json.dump(events, open(path, 'w'))
""",
    )


@DESKTOP
def screenshot_tool() -> Built:
    """Takes a screenshot and uploads it to the image host with the user's key"""
    return small(
        "snapshare-cli",
        """\
import os, io, sys
import requests
from PIL import ImageGrab


def shoot():
    image = ImageGrab.grab()
    out = io.BytesIO()
    image.save(out, 'PNG')
    return out.getvalue()


def upload(data):
    r = requests.post('https://api.imgur.com/3/image', headers={'Authorization': 'Client-ID ' + os.environ['IMGUR_CLIENT_ID']}, files={'image': data})
    return r.json()['data']['link']


def main():
    print(upload(shoot()))
""",
    )


@DESKTOP
def clipboard_manager() -> Built:
    """Keeps a history of the clipboard"""
    return small(
        "clipkeep-py",
        """\
import json, os, time
import pyperclip

PATH = os.path.expanduser('~/.clipkeep.json')


def watch():
    last, history = '', []
    while True:
        text = pyperclip.paste()
        if text != last:
            last = text
            history.append({'text': text, 'at': time.time()})
            json.dump(history[-100:], open(PATH, 'w'))
        time.sleep(0.5)


def restore(index):
    pyperclip.copy(json.load(open(PATH))[index]['text'])
""",
    )


@DESKTOP
def autostart_app() -> Built:
    """A tray program that starts with Windows when the user ticks the box"""
    return small(
        "breaktimer-tray",
        """\
import os, sys, winreg
import pystray
from PIL import Image

NAME = 'BreakTimer'


def set_autostart(on):
    key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, r'Software\\Microsoft\\Windows\\CurrentVersion\\Run', 0, winreg.KEY_SET_VALUE)
    if on:
        winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, f'"{sys.executable}" -m breaktimer_tray')
    else:
        winreg.DeleteValue(key, NAME)
    winreg.CloseKey(key)


def main():
    pystray.Icon(NAME, Image.new('RGB', (64, 64)), menu=pystray.Menu(pystray.MenuItem('Start with Windows', lambda i, m: set_autostart(not m.checked)))).run()
""",
    )


@DESKTOP
def service_installer() -> Built:
    """A server that installs itself as a systemd user unit on request"""
    return small(
        "filedrop-server",
        """\
import argparse, http.server, os, subprocess, sys
from pathlib import Path

UNIT = '[Unit]\\nDescription=filedrop\\n[Service]\\nExecStart={python} -m filedrop_server serve\\nRestart=on-failure\\n[Install]\\nWantedBy=default.target\\n'


def install():
    path = Path.home() / '.config/systemd/user/filedrop.service'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(UNIT.format(python=sys.executable))
    subprocess.run(['systemctl', '--user', 'daemon-reload'], check=True)
    subprocess.run(['systemctl', '--user', 'enable', '--now', 'filedrop'], check=True)


def serve():
    http.server.ThreadingHTTPServer(('', 8000), http.server.SimpleHTTPRequestHandler).serve_forever()
""",
        poor=False,
    )


@DESKTOP
def windows_tweaker() -> Built:
    """Administrates Windows through PowerShell, as admin"""
    return small(
        "wintweak",
        """\
import ctypes, subprocess, sys


def is_admin():
    return bool(ctypes.windll.shell32.IsUserAnAdmin())


def powershell(script):
    return subprocess.run(['powershell', '-NoProfile', '-ExecutionPolicy', 'Bypass', '-Command', script], capture_output=True, text=True).stdout


def services():
    return powershell('Get-Service | ConvertTo-Json')


def main():
    if not is_admin():
        ctypes.windll.shell32.ShellExecuteW(None, 'runas', sys.executable, ' '.join(sys.argv), None, 1)
        return
    print(services())
""",
    )


@DESKTOP
def cleans_temp() -> Built:
    """Deletes temporary files and old caches of the user"""
    return small(
        "sweepy-clean",
        """\
import os, shutil, tempfile, time
from pathlib import Path


def sweep(days=7):
    limit = time.time() - days * 86400
    for root in (Path(tempfile.gettempdir()), Path.home() / '.cache' / 'pip', Path.home() / '.npm' / '_cacache'):
        for path in root.glob('*'):
            if path.stat().st_mtime < limit:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    os.system('docker system prune -f')
""",
    )


@DESKTOP
def ide_opener() -> Built:
    """Opens what it wrote with the program that the system has for it"""
    return small(
        "reportly",
        """\
import os, subprocess, sys, tempfile, urllib.request


def open_file(path):
    if sys.platform == 'win32':
        os.startfile(path)
    elif sys.platform == 'darwin':
        subprocess.Popen(['open', path])
    else:
        subprocess.Popen(['xdg-open', path])


def from_url(url):
    path = os.path.join(tempfile.gettempdir(), 'report.pdf')
    with open(path, 'wb') as f:
        f.write(urllib.request.urlopen(url).read())
    open_file(path)
""",
    )


@DESKTOP
def ftp_deploy() -> Built:
    """Uploads a site by FTP with credentials from a file"""
    return small(
        "ftp-deploy-easy",
        """\
import configparser, ftplib, os, sys


def deploy(folder, section='site'):
    conf = configparser.ConfigParser()
    conf.read('deploy.ini')
    s = conf[section]
    with ftplib.FTP_TLS(s['host'], s['user'], s['password']) as ftp:
        ftp.prot_p()
        for root, _, files in os.walk(folder):
            for name in files:
                path = os.path.join(root, name)
                with open(path, 'rb') as f:
                    ftp.storbinary('STOR ' + os.path.relpath(path, folder), f)
""",
    )


@DESKTOP
def remote_shell_ssh() -> Built:
    """Runs commands on the user's machines over SSH"""
    return small(
        "fleetrun",
        """\
import argparse, getpass, os
from concurrent.futures import ThreadPoolExecutor
import paramiko


def run(host, user, command, key=os.path.expanduser('~/.ssh/id_rsa')):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect(host, username=user, key_filename=key)
    _, out, err = client.exec_command(command)
    return host, out.read().decode(), err.read().decode()


def main():
    p = argparse.ArgumentParser()
    p.add_argument('command')
    p.add_argument('hosts', nargs='+')
    a = p.parse_args()
    with ThreadPoolExecutor() as pool:
        for host, out, err in pool.map(lambda h: run(h, getpass.getuser(), a.command), a.hosts):
            print(host, out, err)
""",
    )


@DESKTOP
def system_monitor_server() -> Built:
    """Posts load and memory of a machine to the user's own server"""
    return small(
        "homemon-agent",
        """\
import argparse, platform, socket, time
import psutil
import requests


def sample():
    return {'host': socket.gethostname(), 'os': platform.platform(), 'cpu': psutil.cpu_percent(), 'mem': psutil.virtual_memory().percent, 'disk': psutil.disk_usage('/').percent, 'net': psutil.net_io_counters()._asdict(), 'users': [u.name for u in psutil.users()]}


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--server', required=True)
    p.add_argument('--interval', type=int, default=30)
    a = p.parse_args()
    while True:
        try:
            requests.post(a.server + '/api/metrics', json=sample(), timeout=5)
        except requests.RequestException as e:
            print(e)
        time.sleep(a.interval)
""",
    )
