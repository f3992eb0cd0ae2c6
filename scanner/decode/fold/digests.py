"""Digests, and keys derived from passwords, of bounded cost: hashlib, hmac, PyCryptodome, cryptography.

Everything here raises as the libraries do, with whatever they like; who calls takes that for an unknown value.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Final

from scanner.decode.fold import cost
from scanner.decode.fold.arguments import Maker, Methods, bound, bytes_or_none
from scanner.decode.fold.machine import MAX_TEXT, Machine
from scanner.decode.fold.values import UNKNOWN, Native, Ref, Value, bytes_of, known

__all__ = ["MAKERS", "OBJECTS", "make", "name_of"]

# Rounds of PBKDF2 for one key: what cryptography's manual tells people to take. Half a second with SHA-256.
MAX_ROUNDS: Final = 1_200_000
MAX_SCRYPT_MEMORY: Final = 64 * 1024 * 1024  # bytes: four times what n = 16384 and r = 8 take, the usual ones
MAX_SCRYPT_BLOCKS: Final = 1 << 20  # n * r * p: half a second
BLOCK: Final = 32  # bytes of what scrypt draws at once
ROUNDS_A_STEP: Final = 32  # so that one key is within a run's idle steps; the deadline bounds how many there are
HASHED: Final = 4  # nanoseconds for each byte
_OLD_NAMES: Final = {"sha": "sha1"}  # PyCrypto's


def name_of(value: Value) -> str:
    """hashlib's name of a digest that a program names, refers to or made. Raises ValueError for one it has not."""
    if isinstance(value, Native) and value.kind == "digest":
        value = value.state
    elif isinstance(value, Ref):
        value = value.name.removesuffix(".new").rpartition(".")[2]
    name = str(value).lower().replace("-", "_")
    name = _OLD_NAMES.get(name, name)
    if name not in hashlib.algorithms_guaranteed:
        raise ValueError(f"no digest {name}")
    return name


def make(machine: Machine, digest: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A digest at work, with what it is begun with, if anything."""
    options = {name: value for name, value in kwargs.items() if name not in ("data", "string")}
    if not known(options):
        return UNKNOWN
    given = (*args[:1], kwargs.get("data"), kwargs.get("string"))
    data = bytes_of(next((value for value in given if value is not None), b""))
    machine.spend(len(data))
    return Native("hash", getattr(hashlib, digest)(data, **options))


def _by_name(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """hashlib.new."""
    (name,) = bound("name", args, kwargs)
    return make(machine, name_of(name), args[1:], {key: value for key, value in kwargs.items() if key != "name"})


def _by_class(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """cryptography's Hash."""
    return make(machine, name_of(bound("algorithm", args, kwargs)[0]), [], {})


def _keyed(machine: Machine, key: Value, message: Value, digest: Value) -> "hmac.HMAC":
    data = bytes_or_none(message)
    machine.spend(len(data))
    return hmac.new(bytes_of(key), data, name_of("md5" if digest is None else digest))


def _hmac(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Native("hash", _keyed(machine, *bound("key msg digestmod", args, kwargs)))


def _hmac_at_once(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return _keyed(machine, *bound("key msg digest", args, kwargs)).digest()


def _hmac_class(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    key, digest = bound("key algorithm", args, kwargs)
    return Native("hash", _keyed(machine, key, None, digest))


def _hash_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    engine = target.state
    if name == "update":
        data = bytes_of(args[0])
        machine.spend(len(data))
        engine.update(data)
        return None
    if name == "copy":
        return Native("hash", engine.copy())
    sizes = (*args, *kwargs.values())  # the SHAKEs give as much as they are asked for
    if name not in ("digest", "hexdigest", "finalize") or any(size > MAX_TEXT for size in sizes):
        return UNKNOWN
    machine.spend(sum(sizes))
    return engine.hexdigest(*sizes) if name == "hexdigest" else engine.digest(*sizes)


def _pbkdf2(machine: Machine, digest: str, password: Value, salt: Value, rounds: int, size: int | None) -> Value:
    """A key of ``size`` bytes, the digest's own where None. Raises ValueError when it costs too much."""
    own = hashlib.new(digest).digest_size
    size = own if size is None else size
    blocks = -(-size // own)
    work = rounds * blocks
    if not 0 < work <= MAX_ROUNDS or size > MAX_TEXT:
        raise ValueError("too many rounds")
    cost.charge(machine, HASHED * blocks * len(salt))
    machine.tick(work // ROUNDS_A_STEP)
    key = hashlib.pbkdf2_hmac(digest, bytes_of(password), bytes_of(salt), rounds, size)
    return machine.derive(key, password, step="pbkdf2")


def _scrypt(machine: Machine, password: Value, salt: Value, n: int, r: int, p: int, size: int) -> Value:
    """A key of ``size`` bytes. Raises ValueError when it costs too much."""
    if 128 * n * r > MAX_SCRYPT_MEMORY or not 0 < n * r * p <= MAX_SCRYPT_BLOCKS or size > MAX_TEXT:
        raise ValueError("too much memory or time")
    mixed = 128 * r * p  # bytes that are drawn from the salt, and that each block of the key is drawn from
    cost.charge(machine, HASHED * (mixed * (len(salt) + size) // BLOCK))
    machine.tick(n * r * p // ROUNDS_A_STEP)
    room = 2 * MAX_SCRYPT_MEMORY  # OpenSSL counts its own buffers as well
    key = hashlib.scrypt(bytes_of(password), salt=bytes_of(salt), n=n, r=r, p=p, maxmem=room, dklen=size)
    return machine.derive(key, password, step="scrypt")


def _hkdf(machine: Machine, digest: str, secret: Value, salt: Value, info: Value, size: int) -> Value:
    """A key of ``size`` bytes (RFC 5869). Raises ValueError for more than 255 digests of them."""
    own = hashlib.new(digest).digest_size
    cost.charge(machine, HASHED * min(-(-size // own), 256) * len(bytes_or_none(info)))
    key = hmac.digest(bytes_or_none(salt) or bytes(own), bytes_of(secret), digest)
    out = block = b""
    for number in range(1, -(-size // own) + 1):
        block = hmac.digest(key, block + bytes_or_none(info) + bytes([number]), digest)
        out += block
    return machine.derive(out[:size], secret, step="hkdf")


def _hashlib_pbkdf2(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    digest, *rest = bound("hash_name password salt iterations dklen", args, kwargs)
    return _pbkdf2(machine, name_of(digest), *rest)


def _hashlib_scrypt(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    password, salt, n, r, p, size = bound("password salt n r p dklen", args, kwargs)
    return _scrypt(machine, password, salt, n, r, p, 64 if size is None else size)


def _crypto_pbkdf2(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    names = "password salt dkLen count prf hmac_hash_module"
    password, salt, size, rounds, function, digest = bound(names, args, kwargs)
    if function is not None:
        return UNKNOWN
    kind = "sha1" if digest is None else name_of(digest)
    return _pbkdf2(machine, kind, password, salt, 1000 if rounds is None else rounds, 16 if size is None else size)


def _crypto_scrypt(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    password, salt, size, n, r, p, several = bound("password salt key_len N r p num_keys", args, kwargs)
    return UNKNOWN if several not in (None, 1) else _scrypt(machine, password, salt, n, r, p, size)


def _crypto_hkdf(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    names = "master key_len salt hashmod num_keys context"
    secret, size, salt, digest, several, info = bound(names, args, kwargs)
    return UNKNOWN if several not in (None, 1) else _hkdf(machine, name_of(digest), secret, salt, info, size)


def _kdf(derive: Callable[[Machine, Value], Value]) -> Value:
    """An object of cryptography's, which is made with everything but the password."""
    return Native("kdf", derive)


def _pbkdf2_class(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    digest, size, salt, rounds = bound("algorithm length salt iterations", args, kwargs)
    kind = name_of(digest)
    return _kdf(lambda machine, password: _pbkdf2(machine, kind, password, salt, rounds, size))


def _scrypt_class(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    salt, size, n, r, p = bound("salt length n r p", args, kwargs)
    return _kdf(lambda machine, password: _scrypt(machine, password, salt, n, r, p, size))


def _hkdf_class(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    digest, size, salt, info = bound("algorithm length salt info", args, kwargs)
    kind = name_of(digest)
    return _kdf(lambda machine, secret: _hkdf(machine, kind, secret, salt, info, size))


def _kdf_method(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return target.state(machine, (*args, *kwargs.values())[0]) if name == "derive" else UNKNOWN


MAKERS: Final[dict[str, Maker]] = {
    "hashlib.new": _by_name, "cryptography.Hash": _by_class,
    "hmac.new": _hmac, "hmac.digest": _hmac_at_once, "Crypto.HMAC.new": _hmac, "cryptography.HMAC": _hmac_class,
    "hashlib.pbkdf2_hmac": _hashlib_pbkdf2, "hashlib.scrypt": _hashlib_scrypt,
    "Crypto.PBKDF2": _crypto_pbkdf2, "Crypto.scrypt": _crypto_scrypt, "Crypto.HKDF": _crypto_hkdf,
    "cryptography.PBKDF2HMAC": _pbkdf2_class, "cryptography.Scrypt": _scrypt_class, "cryptography.HKDF": _hkdf_class,
}  # fmt: skip
OBJECTS: Final[dict[str, Methods]] = {"hash": _hash_method, "kdf": _kdf_method}
