"""Ways of hiding a text of Python in a text of Python; each gives source that would run the first."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

import base64
import codecs
import lzma
import marshal
import textwrap
import uuid
import zlib
from collections.abc import Callable

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

__all__ = ["DISGUISES"]

_KEY = bytes(range(7, 39))


def base64_zlib(code: str) -> str:
    blob = base64.b64encode(zlib.compress(code.encode())).decode()
    return f"import base64, zlib\nexec(zlib.decompress(base64.b64decode({blob!r})))\n"


def aliased_decoders(code: str) -> str:
    blob = base64.b64encode(zlib.compress(code.encode())).decode()
    return f"from base64 import b64decode as _d\nfrom zlib import decompress as _u\n_t = {blob!r}\n_c = _u(_d(_t)).decode()\n_r = exec\n_r(_c)\n"


def base85_lzma(code: str) -> str:
    blob = base64.b85encode(lzma.compress(code.encode())).decode()
    return f"import base64, lzma\n_b = {blob!r}\nexec(compile(lzma.decompress(base64.b85decode(_b)), '<string>', 'exec'))\n"


def number_list(code: str) -> str:
    return f"_n = {list(code.encode())}\nexec(''.join(map(chr, _n)))\n"


def chr_sum(code: str) -> str:
    return "exec(" + "+".join(f"chr({ord(c)})" for c in code) + ")\n"


def xor_loop(code: str) -> str:
    key = b"k3y-material"
    blob = bytes(c ^ key[i % len(key)] for i, c in enumerate(code.encode())).hex()
    return textwrap.dedent(f"""\
        _k = {key!r}
        _d = bytes.fromhex({blob!r})
        def _o(data, key):
            out = bytearray()
            for i, b in enumerate(data):
                out.append(b ^ key[i % len(key)])
            return bytes(out)
        exec(_o(_d, _k).decode())
        """)


def shifted_numbers(code: str) -> str:
    return f"_s = {[ord(c) + 1337 for c in code]}\n_f = lambda v: ''.join(chr(x - 1337) for x in v)\neval(compile(_f(_s), 'm', 'exec'))\n"


def marshalled(code: str) -> str:
    blob = base64.b64encode(marshal.dumps(compile(code, "m", "exec"))).decode()
    return f"import marshal, base64\nexec(marshal.loads(base64.b64decode({blob!r})))\n"


def marshalled_function(code: str) -> str:
    blob = zlib.compress(marshal.dumps(compile(code, "m", "exec"))).hex()
    return f"import types, marshal, zlib\ntypes.FunctionType(marshal.loads(zlib.decompress(bytes.fromhex({blob!r}))), globals())()\n"


def reversed_lambda(code: str) -> str:
    blob = base64.b64encode(zlib.compress(code.encode()))[::-1]
    return (
        f"_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)({blob!r}))\n"
    )


def many_layers(code: str) -> str:
    for _ in range(8):
        blob = base64.b64encode(zlib.compress(code.encode()))[::-1]
        code = f"_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));exec((_)({blob!r}))"
    return code + "\n"


def hex_escapes(code: str) -> str:
    return 'exec("' + "".join(f"\\x{b:02x}" for b in code.encode()) + '")\n'


def reversed_text(code: str) -> str:
    return f"_t = {code[::-1]!r}\nexec(_t[::-1])\n"


def rot13(code: str) -> str:
    return f"import codecs\nexec(codecs.decode({codecs.encode(code, 'rot13')!r}, 'rot13'))\n"


def fernet(code: str) -> str:
    key = base64.urlsafe_b64encode(_KEY)
    token = Fernet(key)._encrypt_from_parts(code.encode(), 1_790_000_000, _KEY[:16])  # pyright: ignore[reportPrivateUsage]
    return f"from cryptography.fernet import Fernet\nexec(Fernet({key!r}).decrypt({token!r}))\n"


def aes(code: str) -> str:
    iv = _KEY[3:19]
    padded = code.encode() + b" " * (-len(code.encode()) % 16)
    step = Cipher(algorithms.AES(_KEY), modes.CBC(iv)).encryptor()
    blob = base64.b64encode(step.update(padded) + step.finalize()).decode()
    return (
        "from Crypto.Cipher import AES\nimport base64\n"
        f"_c = AES.new(bytes.fromhex({_KEY.hex()!r}), AES.MODE_CBC, bytes.fromhex({iv.hex()!r}))\n"
        f"exec(_c.decrypt(base64.b64decode({blob!r})).decode())\n"
    )


def getattr_builtins(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return (
        "_m = __import__('bui' + 'ltins')\n"
        f"getattr(_m, 'ex' + 'ec')(getattr(__import__('base' + '64'), 'b64' + 'decode')({blob!r}))\n"
    )


def subclass_walk(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return (
        "_w = [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == 'catch_warnings'][0]\n"
        f"_w()._module.__builtins__['exec'](_w()._module.__builtins__['__import__']('base64').b64decode({blob!r}))\n"
    )


def big_integer(code: str) -> str:
    number = int.from_bytes(code.encode(), "big")
    return f"_n = {number}\nexec(_n.to_bytes((_n.bit_length() + 7) // 8, 'big'))\n"


def substitution_table(code: str) -> str:
    alphabet = sorted(set(code))
    table = {chr(0x3041 + i): c for i, c in enumerate(alphabet)}
    back = {c: k for k, c in table.items()}
    return f"_t = {table!r}\n_s = {''.join(back[c] for c in code)!r}\nexec(''.join(_t[c] for c in _s))\n"


def list_of_uuids(code: str) -> str:
    data = code.encode() + b" " * (-len(code.encode()) % 16)
    ids = [str(uuid.UUID(bytes=data[i : i + 16])) for i in range(0, len(data), 16)]
    return f"import uuid\n_u = {ids!r}\nexec(b''.join(uuid.UUID(u).bytes for u in _u).decode())\n"


def variation_selectors(code: str) -> str:
    run = "".join(chr(0xFE00 + b) if b < 16 else chr(0xE0100 + b - 16) for b in code.encode())
    return (
        f"_s = 'ok{run}'\n"
        "exec(bytes((ord(c) - 0xFE00) if ord(c) < 0xFE10 else (ord(c) - 0xE0100 + 16) for c in _s[2:]).decode())\n"
    )


def zero_width_bits(code: str) -> str:
    bits = "".join("\u200b" if b == "0" else "\u200c" for c in code.encode() for b in f"{c:08b}")
    return (
        f"_s = '{bits}'\n"
        "_b = ''.join('0' if c == '\\u200b' else '1' for c in _s)\n"
        "exec(bytes(int(_b[i:i+8], 2) for i in range(0, len(_b), 8)).decode())\n"
    )


def off_screen(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return "VERSION = '1.2.0'" + " " * 300 + f";import base64;exec(base64.b64decode({blob!r}))\n"


def string_pieces(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    lines = "\n".join(f"_p.append({blob[i : i + 40]!r})" for i in range(0, len(blob), 40))
    return f"import base64\n_p = []\n{lines}\nexec(base64.b64decode(''.join(_p)).decode('utf-8'))\n"


def run_by_runpy(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return (
        "import base64, os, runpy, tempfile\n"
        "_f = tempfile.NamedTemporaryFile(suffix='.py', delete=False)\n"
        f"_f.write(base64.b64decode({blob!r}))\n_f.close()\nrunpy.run_path(_f.name)\nos.unlink(_f.name)\n"
    )


def other_sinks(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return f"import base64, timeit\ntimeit.timeit(base64.b64decode({blob!r}).decode(), number=1)\n"


def module_from_text(code: str) -> str:
    blob = base64.b64encode(zlib.compress(code.encode())).decode()
    return (
        "import base64, sys, types, zlib\n"
        "_m = types.ModuleType('_compat')\n"
        f"exec(zlib.decompress(base64.b64decode({blob!r})), _m.__dict__)\nsys.modules['_compat'] = _m\n"
    )


def spawned_interpreter(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return (
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', \"import base64; exec(base64.b64decode('{blob}'))\"],\n"
        "                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)\n"
    )


def keyed_by_environment(code: str) -> str:
    blob = bytes(c ^ ((i * 7 + 13) % 256) for i, c in enumerate(code.encode()))
    return (
        "import base64\n"
        f"_d = base64.b85decode({base64.b85encode(blob)!r})\n"
        "exec(bytes([b ^ ((i * 7 + 13) % 256) for i, b in enumerate(_d)]))\n"
    )


def custom_alphabet(code: str) -> str:
    usual = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    own = usual[13:] + usual[:13]
    blob = base64.b64encode(code.encode()).decode().translate(str.maketrans(usual, own))
    return (
        f"import base64\n_o = {own!r}\n_u = {usual!r}\n"
        f"exec(base64.b64decode({blob!r}.translate(str.maketrans(_o, _u))))\n"
    )


def decorator_sink(code: str) -> str:
    blob = base64.b64encode(code.encode()).decode()
    return f"import base64\n@exec\n@base64.b64decode\n@(lambda f: f.__doc__)\ndef _load():\n    '''{blob}'''\n"


DISGUISES: dict[str, Callable[[str], str]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        base64_zlib,
        aliased_decoders,
        base85_lzma,
        number_list,
        chr_sum,
        xor_loop,
        shifted_numbers,
        marshalled,
        marshalled_function,
        reversed_lambda,
        many_layers,
        hex_escapes,
        reversed_text,
        rot13,
        fernet,
        aes,
        getattr_builtins,
        subclass_walk,
        big_integer,
        substitution_table,
        list_of_uuids,
        variation_selectors,
        zero_width_bits,
        off_screen,
        string_pieces,
        run_by_runpy,
        other_sinks,
        module_from_text,
        spawned_interpreter,
        keyed_by_environment,
        custom_alphabet,
        decorator_sink,
    )
}
