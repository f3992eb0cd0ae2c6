from eth_account import Account


def load(private_key):
    return Account.from_key(private_key)
