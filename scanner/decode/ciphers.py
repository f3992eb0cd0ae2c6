"""Ciphers with a literal key. Authentication is not checked: a payload is worth reading whatever its tag says."""

import base64
import struct
from collections.abc import Callable
from typing import Any, AnyStr, Final, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, CAST5, Blowfish, TripleDES
from cryptography.hazmat.primitives.ciphers import BlockCipherAlgorithm, Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, ChaCha20
from cryptography.hazmat.primitives.cmac import CMAC

from scanner.decode.steps import xor

try:  # newer releases move them here, and take them from ``modes`` in 49
    from cryptography.hazmat.decrepit.ciphers.modes import CFB, CFB8, OFB
except ImportError:
    from cryptography.hazmat.primitives.ciphers.modes import CFB, CFB8, OFB

__all__ = ["AEADS", "BLOCK", "BLOCK_CIPHERS", "MODE_NUMBERS", "PADDED_MODES", "Stream", "fernet", "hchacha", "unpad"]

# The constants of PyCryptodome's Cipher modules.
MODE_NUMBERS: Final[dict[object, str]] = {
    1: "ecb", 2: "cbc", 3: "cfb", 5: "ofb", 6: "ctr", 8: "ccm", 9: "eax", 11: "gcm",
}  # fmt: skip
BLOCK: Final = 16  # bytes: the longest block of these ciphers
# By the names of all packages, in lower case: the cipher, and the bytes of its block.
BLOCK_CIPHERS: Final[dict[str, tuple[Callable[[bytes], BlockCipherAlgorithm], int]]] = {
    "aes": (AES, 16), "aes128": (AES, 16), "aes256": (AES, 16), "des": (lambda key: TripleDES(key * 3), 8),
    "des3": (TripleDES, 8), "tripledes": (TripleDES, 8), "blowfish": (Blowfish, 8), "cast": (CAST5, 8),
    "cast5": (CAST5, 8),
}  # fmt: skip
PADDED_MODES: Final = frozenset({"cbc", "ecb"})
# What cryptography has as one class: cipher and mode.
AEADS: Final[dict[str, tuple[str, str]]] = {
    "aesgcm": ("aes", "gcm"), "aesccm": ("aes", "ccm"), "chacha20poly1305": ("chacha20poly1305", ""),
}  # fmt: skip


class _Engine(Protocol):
    def update(self, data: bytes, /) -> bytes: ...


class Stream:
    """A cipher that decrypts: it goes on where it stopped, as the objects of the libraries do.

    The same data once more is the same place of the program read once more, so it gives what it gave. ``extra`` is
    the IV, the nonce or the first counter block. Reading raises ValueError for what is not supported or does not fit.
    """

    def __init__(self, algorithm: str, mode: str, key: bytes, extra: bytes) -> None:
        self.algorithm = algorithm
        self.mode = mode
        self._key = key
        self._extra = extra
        self._engine: _Engine | None = None
        self._given: dict[bytes, bytes] = {}

    @property
    def is_symmetric(self) -> bool:
        """Whether encrypting is the same as decrypting: XOR with a stream of key."""
        return self.mode not in PADDED_MODES and not self.mode.startswith("cfb")

    def read(self, data: bytes) -> bytes:
        """The plain text of what comes next. Padding stays on it, and the program takes it off."""
        given = self._given.get(data)
        if given is not None:
            return given
        try:
            if self._engine is None:
                self._engine = _open(self.algorithm, self.mode, self._key, self._extra)
            plain = self._engine.update(data)
        except UnsupportedAlgorithm as error:
            raise ValueError(str(error)) from None
        if len(data) >= BLOCK:  # shorter pieces do come twice
            self._given[data] = plain
        return plain


def unpad(data: AnyStr) -> AnyStr:
    """PKCS#7 padding off, where there is one."""
    count = ord(data[-1:]) if data else 0
    return data[:-count] if 1 <= count <= BLOCK and data[-count:] == data[-1:] * count else data


def fernet(key: bytes, token: bytes) -> bytes:
    """A Fernet token's plain text: version, time, IV, AES-128-CBC, HMAC (left unread).

    Raises ValueError when key or token have not the form.
    """
    keys = base64.urlsafe_b64decode(key + b"=" * (-len(key) % 4))
    data = base64.urlsafe_b64decode(token + b"=" * (-len(token) % 4))
    if len(keys) != 32 or len(data) < 73 or data[0] != 0x80:
        raise ValueError("not a Fernet token")
    return unpad(Stream("aes", "cbc", keys[16:], data[9:25]).read(data[25:-32]))


def _open(algorithm: str, mode: str, key: bytes, extra: bytes) -> _Engine:
    if algorithm == "xor" and key:
        return _Xor(key)
    if algorithm in ("arc4", "rc4"):
        return _decryptor(ARC4(key), None)
    if algorithm.startswith("chacha20"):
        if len(extra) == 24:
            key, extra = hchacha(key, extra[:16]), bytes(4) + extra[16:]
        # The counter comes first; a Poly1305 key is taken from the stream's first block.
        counter = int(algorithm != "chacha20").to_bytes(16 - len(extra), "little")
        return _decryptor(ChaCha20(key, counter + extra), None)
    if algorithm not in BLOCK_CIPHERS:
        raise ValueError(f"no cipher {algorithm}")
    make, size = BLOCK_CIPHERS[algorithm]
    return _decryptor(make(key), _mode(mode, size, make(key), extra))


def _decryptor(algorithm: CipherAlgorithm, mode: modes.Mode | None) -> _Engine:
    return Cipher[Any](algorithm, mode).decryptor()


def _mode(mode: str, size: int, block: BlockCipherAlgorithm, extra: bytes) -> modes.Mode:
    if mode == "cbc":
        return modes.CBC(extra)
    if mode == "ecb":
        return modes.ECB()  # noqa: S305 - the package's choice, not ours
    if mode in ("cfb", "cfb8"):
        # PyCryptodome's CFB works on single bytes unless told otherwise; cryptography's CFB on whole blocks.
        return CFB8(extra) if mode == "cfb8" else CFB(extra)
    if mode == "ofb":
        return OFB(extra)
    if mode == "gcm":
        return modes.GCM(extra)
    if mode == "ctr":
        return modes.CTR(extra.ljust(size, b"\0"))
    if mode == "ccm":
        return modes.CTR(bytes([size - 2 - len(extra)]) + extra + (1).to_bytes(size - 1 - len(extra), "big"))
    if mode == "eax":
        code = CMAC(block)
        code.update(bytes(size) + extra)
        return modes.CTR(code.finalize())
    raise ValueError(f"no mode {mode}")


class _Xor:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def update(self, data: bytes, /) -> bytes:
        at = len(data) % len(self._key)
        plain, self._key = xor(data, self._key), self._key[at:] + self._key[:at]
        return plain


_CHACHA_WORDS: Final = struct.unpack("<4I", b"expand 32-byte k")


def hchacha(key: bytes, nonce: bytes) -> bytes:
    """The key of XChaCha20 (draft-irtf-cfrg-xchacha, 2.2): half of a block, without its last sum."""
    block = struct.unpack("<16I", _decryptor(ChaCha20(key, nonce), None).update(bytes(64)))
    ends = zip((*block[:4], *block[12:]), (*_CHACHA_WORDS, *struct.unpack("<4I", nonce)), strict=True)
    return struct.pack("<8I", *((word - start) % 2**32 for word, start in ends))
