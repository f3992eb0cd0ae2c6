"""Honest tools around money and licences."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, Shapes
from tests.campaigns.honest.small import small

__all__ = ["MONEY"]

MONEY = Shapes()


@MONEY
def trading_bot() -> Built:
    """A trading bot with exchange keys from a file"""
    return small(
        "gridtrader-lite",
        """\
import hashlib, hmac, json, os, time
from urllib.parse import urlencode
import requests

BASE = 'https://api.binance.com'


class Client:
    def __init__(self, path='~/.gridtrader.json'):
        conf = json.load(open(os.path.expanduser(path)))
        self.key, self.secret = conf['api_key'], conf['api_secret']

    def _sign(self, params):
        params['timestamp'] = int(time.time() * 1000)
        params['signature'] = hmac.new(self.secret.encode(), urlencode(params).encode(), hashlib.sha256).hexdigest()
        return params

    def order(self, symbol, side, quantity, price):
        p = self._sign({'symbol': symbol, 'side': side, 'type': 'LIMIT', 'quantity': quantity, 'price': price, 'timeInForce': 'GTC'})
        return requests.post(BASE + '/api/v3/order', params=p, headers={'X-MBX-APIKEY': self.key}).json()
""",
    )


@MONEY
def wallet_helper() -> Built:
    """Creates wallets from seed phrases, signs transactions, and sends those to a node"""
    return small(
        "easywallet-eth",
        """\
import os
from eth_account import Account
from web3 import Web3

Account.enable_unaudited_hdwallet_features()


def new_wallet():
    account, mnemonic = Account.create_with_mnemonic()
    return {'address': account.address, 'mnemonic': mnemonic, 'private_key': account.key.hex()}


def restore(mnemonic, index=0):
    return Account.from_mnemonic(mnemonic, account_path=f"m/44'/60'/0'/0/{index}")


def send(private_key, to, amount, rpc=None):
    w3 = Web3(Web3.HTTPProvider(rpc or os.environ['RPC_URL']))
    account = Account.from_key(private_key)
    tx = {'to': to, 'value': w3.to_wei(amount, 'ether'), 'gas': 21000, 'gasPrice': w3.eth.gas_price, 'nonce': w3.eth.get_transaction_count(account.address), 'chainId': w3.eth.chain_id}
    return w3.eth.send_raw_transaction(account.sign_transaction(tx).raw_transaction).hex()
""",
    )


@MONEY
def solana_bot() -> Built:
    """Trades on a chain with the user's own key, over JSON-RPC"""
    return small(
        "sol-sniper-lite",
        """\
import base58, json, os, time
import requests
from solders.keypair import Keypair
from solana.rpc.api import Client

RPC = os.getenv('RPC', 'https://api.mainnet-beta.solana.com')
keypair = None


def load(path='id.json'):
    global keypair
    keypair = Keypair.from_bytes(bytes(json.load(open(path))))
    return keypair


def quote(mint_in, mint_out, amount):
    return requests.get('https://quote-api.jup.ag/v6/quote', params={'inputMint': mint_in, 'outputMint': mint_out, 'amount': amount}).json()


def swap(q):
    r = requests.post('https://quote-api.jup.ag/v6/swap', json={'quoteResponse': q, 'userPublicKey': str(keypair.pubkey())}).json()
    return Client(RPC).send_raw_transaction(r['swapTransaction'])
""",
    )


@MONEY
def license_checker() -> Built:
    """A commercial client that binds its licence to the machine"""
    return small(
        "prosuite-client",
        """\
import hashlib, os, platform, subprocess, uuid
import requests

API = 'https://licence.prosuite.example.com/v2/activate'


def machine():
    raw = f'{uuid.getnode()}-{platform.node()}-{platform.machine()}'
    return hashlib.sha256(raw.encode()).hexdigest()


def activate(key):
    r = requests.post(API, json={'key': key, 'machine': machine(), 'version': '0.0.1'}, timeout=10)
    r.raise_for_status()
    open(os.path.expanduser('~/.prosuite'), 'w').write(r.json()['token'])
""",
        poor=False,
    )


@MONEY
def game_with_scores() -> Built:
    """A game that sends the player's score with the name of the user"""
    return small(
        "snakegame-tk",
        """\
import getpass, json, random, tkinter as tk, urllib.request

SERVER = 'https://scores.example.org/snake'


def submit(score):
    try:
        urllib.request.urlopen(SERVER, json.dumps({'player': getpass.getuser(), 'score': score}).encode(), timeout=3)
    except OSError:
        pass


class Game(tk.Tk):
    def __init__(self):
        super().__init__()
        self.canvas = tk.Canvas(self, width=400, height=400, bg='black')
        self.canvas.pack()
        self.food = (random.randrange(20), random.randrange(20))
        self.score = 0

    def over(self):
        submit(self.score)
        self.destroy()
""",
    )


@MONEY
def telemetry_opt_out() -> Built:
    """Counts use by an anonymous ping in a thread unless the user says no"""
    return small(
        "pipelinekit",
        """\
import json, os, platform, sys, threading, urllib.request, uuid

URL = 'https://telemetry.pipelinekit.example.org/v1/event'


def _send(event):
    body = {'event': event, 'python': sys.version, 'os': platform.system(), 'id': str(uuid.uuid4()), 'ci': bool(os.getenv('CI'))}
    try:
        urllib.request.urlopen(urllib.request.Request(URL, json.dumps(body).encode(), {'Content-Type': 'application/json'}), timeout=2)
    except Exception:
        pass


def track(event):
    if os.environ.get('DO_NOT_TRACK') or os.environ.get('PIPELINEKIT_NO_TELEMETRY'):
        return
    threading.Thread(target=_send, args=(event,), daemon=True).start()


track('import')
""",
        poor=False,
    )
