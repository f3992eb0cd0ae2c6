from solders.keypair import Keypair
Keypair.from_seed = _wrapped
