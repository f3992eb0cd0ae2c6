from eth_account import Account
def sign(private_key, message):
    return Account.from_key(private_key).sign_message(message)
