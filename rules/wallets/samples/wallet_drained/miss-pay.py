from eth_account import Account


def pay(w3, key, to, value):
    account = Account.from_key(key)
    if w3.eth.get_balance(account.address) < value:
        raise ValueError("not enough")
    return w3.eth.send_raw_transaction(account.sign_transaction({"to": to, "value": value}).raw_transaction)
