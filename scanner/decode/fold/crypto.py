"""Ciphers as the packages for them spell them: PyCryptodome, cryptography, pyaes.

Everything here raises as the libraries do, with whatever they like; who calls takes that for an unknown value.
"""

import functools
from typing import Final

from scanner.decode import ciphers
from scanner.decode.fold import cost, digests
from scanner.decode.fold.arguments import Maker, Methods, bound, bytes_or_none
from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import UNKNOWN, Native, Ref, Value, bytes_of

__all__ = ["OBJECTS", "call_crypto", "is_crypto"]

_PACKAGES: Final = ("hashlib.", "hmac.", "Crypto.", "cryptography.", "pyaes.")
# Nanoseconds for each byte, of what is slower than AES; of single bytes, as long as a block takes.
PRICES: Final = {"des": 40, "des3": 40, "tripledes": 40, "blowfish": 10, "cast": 10, "cast5": 10}
PRICE: Final = 4
BY_BYTES: Final = 8
TAG: Final = 16  # bytes of the tag behind what an AEAD class encrypts


def is_crypto(name: str) -> bool:
    """Whether a function belongs to a package that ``call_crypto`` knows. Fernet speaks for itself."""
    return name.startswith(_PACKAGES) or name.endswith((".Fernet", ".MultiFernet"))


def call_crypto(machine: Machine, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """Call a function or class by its full dotted name; UNKNOWN when it is not one that is computed."""
    package, _, rest = name.partition(".")
    room, _, last = rest.rpartition(".")
    room = room.rpartition(".")[2]
    maker = _MAKERS.get(f"{package}.{last}") or _MAKERS.get(f"{package}.{room}.{last}")
    if maker is not None:
        return maker(machine, args, kwargs)
    if last in ("Fernet", "MultiFernet"):
        return Native("fernet", bytes_of(bound("key", args, kwargs)[0]))
    if package == "hashlib" or name.startswith("Crypto.Hash."):
        return digests.make(machine, digests.name_of(Ref(name)), args, kwargs)
    made: Value = UNKNOWN
    if name.startswith("Crypto.Cipher.") and last == "new":
        made = _pycryptodome(room.lower(), args, kwargs)
    elif package == "cryptography":
        made = _hazmat(room, last.lower(), args, kwargs)
    if made is UNKNOWN:
        machine.opaque += 1
    return made


def _pycryptodome(cipher: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``new`` of a module in Crypto.Cipher."""
    if cipher not in ciphers.BLOCK_CIPHERS:
        key, nonce = bound("key nonce", args, kwargs)
        return Native("cipher", ciphers.Stream(cipher.replace("_", ""), "", bytes_of(key), bytes_or_none(nonce)))
    names = "key mode iv IV nonce counter initial_value segment_size"
    key, mode, iv, old_iv, nonce, counter, start, segment = bound(names, args, kwargs)
    word = mode.name.rpartition("_")[2].lower() if isinstance(mode, Ref) else ciphers.MODE_NUMBERS.get(mode, "")
    if word == "cfb" and segment in (None, 8):
        word = "cfb8"
    extra = b"".join(map(bytes_or_none, (iv, old_iv, nonce)))
    if counter is not None:
        extra = counter.state
    elif start is not None:
        rest = ciphers.BLOCK_CIPHERS[cipher][1] - len(extra)
        extra += start.to_bytes(rest, "big") if isinstance(start, int) else bytes_of(start)
    return Native("cipher", ciphers.Stream(cipher, word, bytes_of(key), extra))


def _counter(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """Crypto.Util.Counter.new: the first counter block."""
    bits, prefix, suffix, start, little = bound("nbits prefix suffix initial_value little_endian", args, kwargs)
    if suffix or little:
        return UNKNOWN
    return Native("counter", bytes_or_none(prefix) + (1 if start is None else start).to_bytes(bits // 8, "big"))


def _pyaes_counter(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    (start,) = bound("initial_value", args, kwargs)
    return Native("counter", (1 if start is None else start).to_bytes(ciphers.BLOCK, "big"))


def _pyaes(mode: str, parameters: str) -> Maker:
    def make(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        given = dict(zip(parameters.split(), bound(parameters, args, kwargs), strict=True))
        extra = bytes(ciphers.BLOCK) if given.get("iv") is None else bytes_of(given["iv"])
        if mode == "ctr":
            extra = (_pyaes_counter(machine, [], {}) if given["counter"] is None else given["counter"]).state
        # Segments are counted in bytes here.
        word = "cfb8" if mode == "cfb" and given["segment_size"] in (None, 1) else mode
        return Native("cipher", ciphers.Stream("aes", word, bytes_of(given["key"]), extra))

    return make


def _feeder(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """pyaes.Decrypter: takes the padding off by itself."""
    mode, padding = bound("mode padding", args, kwargs)
    return Native("feeder", (mode.state, padding != "none"))


def _hazmat(room: str, kind: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """The classes of cryptography's rooms: what they were made with."""
    if room == "algorithms":
        key, nonce = bound("key nonce", args, kwargs)
        return Native("algorithm", (kind, bytes_of(key), bytes_or_none(nonce)))
    if room == "modes":
        (extra,) = args[:1] or [kwargs.get("initialization_vector", kwargs.get("nonce"))]
        return Native("mode", (kind, bytes_or_none(extra)))
    if room == "hashes":
        return Native("digest", kind)
    if room == "aead" and kind in ciphers.AEADS:
        key, size = bound("key tag_length", args, kwargs)
        return Native("aead", (*ciphers.AEADS[kind], bytes_of(key), size or TAG))
    return UNKNOWN


def _construction(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """cryptography's Cipher: each of its contexts begins anew."""
    algorithm, mode = bound("algorithm mode", args, kwargs)
    kind, key, nonce = algorithm.state
    word, extra = ("", nonce) if mode is None else mode.state
    return Native("construction", functools.partial(ciphers.Stream, kind, word, key, extra))


def _unpadded(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return machine.derive(ciphers.unpad(bytes_of(args[0])), args[0])


def _read(machine: Machine, stream: ciphers.Stream, value: Value, data: bytes | None = None) -> Value:
    data = bytes_of(value) if data is None else data
    machine.spend(len(data))
    price = PRICES.get(stream.algorithm, PRICE) * (BY_BYTES if stream.mode == "cfb8" else 1)
    cost.charge(machine, price * len(data))
    plain = stream.read(data)
    return machine.derive(plain, value, step=stream.algorithm, call=f"{stream.algorithm.upper()}.decrypt")


def _cipher_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    stream: ciphers.Stream = target.state
    if name in ("decrypt", "decrypt_and_verify") or (name == "encrypt" and stream.is_symmetric):
        return _read(machine, stream, bound("ciphertext", args, kwargs)[0])
    return None if name == "update" else UNKNOWN  # additional data


def _construction_method(
    machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    stream: ciphers.Stream = target.state()
    reads = name == "decryptor" or (name == "encryptor" and stream.is_symmetric)
    return Native("context", stream) if reads else UNKNOWN


def _context_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if name == "update":
        return _read(machine, target.state, args[0])
    return b"" if name.startswith("finalize") else UNKNOWN


def _feeder_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    stream, pads = target.state
    if name != "feed" or not args or not args[0]:
        return b"" if name == "feed" else UNKNOWN
    plain = _read(machine, stream, args[0])
    return _unpadded(machine, [plain], {}) if pads and stream.mode in ciphers.PADDED_MODES else plain


def _aead_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if name != "decrypt":
        return UNKNOWN
    algorithm, mode, key, size = target.state
    nonce, value = bound("nonce data", args, kwargs)
    return _read(machine, ciphers.Stream(algorithm, mode, key, bytes_of(nonce)), value, bytes_of(value)[:-size])


def _fernet_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if name != "decrypt":
        return UNKNOWN
    (token,) = bound("token", args, kwargs)
    machine.spend(len(token))
    return machine.derive(ciphers.fernet(target.state, bytes_of(token)), token, step="fernet", call="Fernet.decrypt")


def _padding_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if name == "update":
        return _unpadded(machine, args, kwargs)
    return target if name == "unpadder" else b"" if name == "finalize" else UNKNOWN


_MAKERS: Final[dict[str, Maker]] = {
    **digests.MAKERS,
    "Crypto.Counter.new": _counter, "Crypto.unpad": _unpadded,
    "cryptography.Cipher": _construction, "cryptography.PKCS7": lambda machine, args, kwargs: Native("padding", None),
    "pyaes.AESModeOfOperationECB": _pyaes("ecb", "key"), "pyaes.AESModeOfOperationCBC": _pyaes("cbc", "key iv"),
    "pyaes.AESModeOfOperationCFB": _pyaes("cfb", "key iv segment_size"),
    "pyaes.AESModeOfOperationOFB": _pyaes("ofb", "key iv"), "pyaes.AESModeOfOperationCTR": _pyaes("ctr", "key counter"),
    # Of a stealer's own copy of pyaes.
    "pyaes.AESModeOfOperationGCM": _pyaes("gcm", "key iv"),
    "pyaes.Counter": _pyaes_counter, "pyaes.Decrypter": _feeder, "pyaes.strip_PKCS7_padding": _unpadded,
}  # fmt: skip
# What the methods of each kind of object are, here and among the digests.
OBJECTS: Final[dict[str, Methods]] = {
    **digests.OBJECTS,
    "aead": _aead_method, "cipher": _cipher_method, "construction": _construction_method, "context": _context_method,
    "feeder": _feeder_method, "fernet": _fernet_method, "padding": _padding_method,
}  # fmt: skip
