from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solana.rpc.api import Client

MEMO = Pubkey.from_string("MemoAnertAnertAnertAnertAnertAnertAnertAnert")


def pay(secret, to, amount):
    pair = Keypair.from_base58_string(secret)
    client = Client("https://rpc.example.invalid")
    if client.get_balance(pair.pubkey()).value > amount:
        return client.send_transaction(signed(pair, to, amount, MEMO))
