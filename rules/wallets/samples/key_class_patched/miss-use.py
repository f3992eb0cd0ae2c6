from eth_account import Account
account = Account.from_key(key)
other = Account.create()
