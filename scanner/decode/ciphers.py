"""Ciphers with a literal key. Authentication is not checked: a payload is worth reading whatever its tag says."""

import base64
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, Blowfish, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, ChaCha20

from scanner.decode.steps import xor

try:  # newer releases move them here, and take them from ``modes`` in 49
    from cryptography.hazmat.decrepit.ciphers.modes import CFB, CFB8, OFB
except ImportError:
    from cryptography.hazmat.primitives.ciphers.modes import CFB, CFB8, OFB

__all__ = ["MODE_NUMBERS", "decrypt", "fernet", "unpad"]

# The constants of PyCryptodome's Cipher modules.
MODE_NUMBERS: Final[dict[object, str]] = {
    1: "ecb", 2: "cbc", 3: "cfb", 5: "ofb", 6: "ctr", 8: "ccm", 9: "eax", 11: "gcm",
}  # fmt: skip


def unpad(data: bytes) -> bytes:
    """PKCS#7 padding off, where there is one."""
    if data and 1 <= data[-1] <= 16 and data.endswith(data[-1:] * data[-1]):
        return data[: -data[-1]]
    return data


def fernet(key: bytes, token: bytes) -> bytes:
    """A Fernet token's plain text: version, time, IV, AES-128-CBC, HMAC (left unread).

    Raises ValueError when key or token have not the form.
    """
    keys = base64.urlsafe_b64decode(key + b"=" * (-len(key) % 4))
    data = base64.urlsafe_b64decode(token + b"=" * (-len(token) % 4))
    if len(keys) != 32 or len(data) < 73 or data[0] != 0x80:
        raise ValueError("not a Fernet token")
    body = data[25:-32]
    return unpad(_run(AES(keys[16:]), modes.CBC(data[9:25]), body[: len(body) - len(body) % 16]))


def _run(algorithm: CipherAlgorithm, mode: modes.Mode | None, data: bytes) -> bytes:
    try:
        engine = Cipher[Any](algorithm, mode).decryptor()
        return engine.update(data)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from None


def decrypt(algorithm: str, mode: str, key: bytes, extra: bytes, data: bytes) -> bytes:
    """Decrypt with a block or stream cipher; ``extra`` is its IV or nonce.

    Raises ValueError for what is not supported or does not fit.
    """
    if algorithm == "xor":
        return xor(data, key)
    if algorithm in ("arc4", "rc4"):
        return _run(ARC4(key), None, data)
    if algorithm == "chacha20":
        nonce = extra if len(extra) == 16 else bytes(16 - len(extra)) + extra
        return _run(ChaCha20(key, nonce), None, data)
    block: CipherAlgorithm
    if algorithm in ("aes", "aes128", "aes256"):
        block, size = AES(key), 16
    elif algorithm in ("des3", "tripledes"):
        block, size = TripleDES(key), 8
    elif algorithm == "des":
        block, size = TripleDES(key * 3), 8
    elif algorithm == "blowfish":
        block, size = Blowfish(key), 8
    else:
        raise ValueError(f"no cipher {algorithm}")
    whole = data[: len(data) - len(data) % size]
    if mode == "cbc":
        return unpad(_run(block, modes.CBC(extra), whole))
    if mode == "ecb":
        return unpad(_run(block, modes.ECB(), whole))  # noqa: S305 - the package's choice, not ours
    if mode in ("cfb", "cfb8"):
        # PyCryptodome's CFB works on single bytes unless told otherwise; cryptography's CFB on whole blocks.
        return _run(block, CFB8(extra) if mode == "cfb8" else CFB(extra), data)
    if mode == "ofb":
        return _run(block, OFB(extra), data)
    if mode in ("ctr", "gcm", "eax"):
        return _counter(block, key, mode, extra, data)
    raise ValueError(f"no mode {mode}")


def _counter(block: CipherAlgorithm, key: bytes, mode: str, nonce: bytes, data: bytes) -> bytes:
    if mode == "gcm":
        start = nonce + b"\0\0\0\2" if len(nonce) == 12 else nonce[:16].ljust(16, b"\0")
    elif mode == "eax":
        from cryptography.hazmat.primitives.cmac import CMAC

        code = CMAC(AES(key))
        code.update(bytes(16) + nonce)
        start = code.finalize()
    else:
        start = nonce.ljust(16, b"\0")[:16]
    return _run(block, modes.CTR(start), data)
