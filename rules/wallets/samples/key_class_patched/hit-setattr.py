from eth_account import Account
setattr(Account, "from_key", _wrapped)
