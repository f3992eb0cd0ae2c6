"""Honest packages that send secrets to the services that want them, or hide a failure that harms nobody."""

from tests.campaigns.forge import Built, Shapes
from tests.campaigns.honest.small import small

__all__ = ["CLIENTS"]

CLIENTS = Shapes()


@CLIENTS
def logs_in_and_counts() -> Built:
    """A client of a service logs in there, and a thread counts elsewhere what is used"""
    return small(
        "tideclient",
        """\
import os
import threading
import uuid

import requests

COUNTS = "https://counts.example.org/v1/events"


class Client:
    BASE = "https://api.tides.example.org"

    def __init__(self, user, password):
        self.http = requests.Session()
        self.user, self.password = user, password
        self.session_id = uuid.uuid4().hex

    def login(self):
        try:
            answer = self.http.post(self.BASE + "/login", json={"user": self.user, "password": self.password})
            return answer.json()["token"]
        except Exception:
            return None
        finally:
            self._count("login")

    def _count(self, event):
        if os.environ.get("TIDES_NO_COUNTS"):
            return
        body = {"event": event, "session": self.session_id, "has_password": bool(self.password)}
        threading.Thread(target=_post, args=(body,), daemon=True).start()

    def logout(self):
        try:
            self.http.post(self.BASE + "/logout", json={"cookies": self.http.cookies.get_dict()})
        except requests.RequestException:
            pass


def _post(body):
    try:
        requests.post(COUNTS, json=body, timeout=2)
    except requests.RequestException:
        pass
""",
    )


@CLIENTS
def keeps_passwords() -> Built:
    """A keeper of passwords asks whether one has leaked, and syncs them encrypted to where its user says"""
    return small(
        "passkeeper",
        """\
import hashlib
from contextlib import suppress
from getpass import getpass

import requests


def has_leaked(password):
    digest = hashlib.sha1(password.encode()).hexdigest().upper()
    with suppress(requests.RequestException):
        return digest[5:] in requests.get("https://api.pwnedpasswords.com/range/" + digest[:5], timeout=5).text


class Vault:
    def __init__(self, url, cipher):
        self.url, self.cipher = url, cipher
        self.passwords = {}

    def sync(self):
        master = getpass()
        blob = self.cipher.encrypt(str(self.passwords).encode())
        try:
            requests.put(self.url, data=blob, auth=("me", master), timeout=5)
        except requests.RequestException:
            pass
""",
    )


@CLIENTS
def sends_short_messages() -> Built:
    """A handler of logs sends short messages by gateways that take a name and a password, and must not disturb"""
    return small(
        "smslog",
        """\
import logging

import requests


class Sms(logging.Handler):
    def __init__(self, user, password):
        super().__init__()
        self.user, self.password = user, password

    def emit(self, record):
        try:
            form = {"user": self.user, "pass": self.password, "msg": self.format(record)}
            requests.get("https://smsapi.example.org/sendmsg", params=form | {"password": self.password}, timeout=5)
        except requests.RequestException:
            pass


class OtherSms(Sms):
    def emit(self, record):
        try:
            form = {"username": self.user, "password": self.password, "text": self.format(record)}
            requests.post("https://gate.example.net/text", data=form, timeout=5)
        except requests.RequestException:
            pass
""",
    )


@CLIENTS
def revokes_tokens() -> Built:
    """A client of an authorisation server fetches tokens with a secret, and revokes them if that is possible"""
    return small(
        "tokenlet",
        """\
import httpx


class Tokens:
    def __init__(self, client_id, client_secret):
        self.client_id, self.client_secret = client_id, client_secret
        self.refresh_token = None

    def fetch(self, username, password):
        form = {"grant_type": "password", "username": username, "password": password, "client_id": self.client_id}
        answer = httpx.post("https://auth.example.org/token", data=form | {"client_secret": self.client_secret})
        answer.raise_for_status()
        self.refresh_token = answer.json()["refresh_token"]

    def close(self):
        try:
            httpx.post("https://auth.example.org/revoke", data={"token": self.refresh_token, "s": self.client_secret})
        except httpx.HTTPError:
            pass
""",
    )


@CLIENTS
def reads_a_page_behind_a_login() -> Built:
    """A reader of pages logs in by a form, whose answer it does not need, and reads on"""
    return small(
        "pagereader",
        """\
import requests


class Reader:
    def __init__(self, name, password):
        self.web = requests.Session()
        try:
            self.web.post("https://www.pages.example.org/login", data={"name": name, "password": password})
        except requests.RequestException:
            pass

    def read(self, url):
        return self.web.get(url).text


def newest():
    return requests.get("https://index.example.net/pages").json()
""",
    )


@CLIENTS
def signs_with_its_key() -> Built:
    """A node's client signs with a private key, sends what was signed, and announces its address"""
    return small(
        "chainclient",
        """\
import requests


class Node:
    def __init__(self, account, private_key):
        self.account, self.private_key = account, private_key

    def send(self, transfer):
        signed = self.account.sign_transaction(transfer, self.private_key)
        return requests.post("https://rpc.example.org", json={"raw": signed.raw.hex()}).json()["hash"]

    def announce(self):
        try:
            requests.post("https://peers.example.net/hello", json={"address": self.account.address})
        except requests.RequestException:
            pass
""",
    )
