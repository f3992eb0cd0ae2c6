# ruff: noqa: E501 - programs as they are written
"""Keys that programs derive: by every digest and derivation, each of them at a cost that is bounded."""

import base64
import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scanner.decode import PeelBudget
from scanner.decode.fold import fold
from scanner.decode.steps import xor
from tests.scanner.decode.packers import PAYLOAD

CODE = PAYLOAD.encode()
HASHES = "from cryptography.hazmat.primitives import hashes\n"
KDF = "cryptography.hazmat.primitives.kdf"


def executed(program: str, budget: PeelBudget | None = None) -> list[bytes]:
    return [item.data for item in fold(program.encode(), budget or PeelBudget()).emissions if item.is_code]


@pytest.mark.parametrize(
    ("made", "key"),
    [
        ("import hashlib\nk = hashlib.new('sha1', b'pw').digest()", hashlib.sha1(b"pw").digest()),
        ("import hashlib\nk = hashlib.new('SHA3-256', data=b'pw').digest()", hashlib.sha3_256(b"pw").digest()),
        ("import hashlib\nh = hashlib.new(name='md5')\nh.update(b'pw')\nk = h.copy().digest()", hashlib.md5(b"pw").digest()),
        ("import hashlib\nk = hashlib.sha3_384(b'pw').digest()", hashlib.sha3_384(b"pw").digest()),
        ("import hashlib\nk = hashlib.shake_256(b'pw').digest(50)", hashlib.shake_256(b"pw").digest(50)),
        ("import hashlib\nk = hashlib.blake2b(b'pw', digest_size=20, key=b'k').digest()", hashlib.blake2b(b"pw", digest_size=20, key=b"k").digest()),
        (HASHES + "h = hashes.Hash(hashes.SHA256())\nh.update(b'pw')\nk = h.finalize()", hashlib.sha256(b"pw").digest()),
        ("import hmac, hashlib\nk = hmac.new(b'k', b'm', hashlib.sha256).digest()", hmac.digest(b"k", b"m", "sha256")),
        ("import hmac\nk = hmac.new(b'k', msg=b'm', digestmod='sha512').hexdigest().encode()", hmac.digest(b"k", b"m", "sha512").hex().encode()),
        ("import hmac\nk = hmac.digest(b'k', b'm', 'sha256')", hmac.digest(b"k", b"m", "sha256")),
        ("from Crypto.Hash import HMAC, SHA256\nh = HMAC.new(b'k', digestmod=SHA256)\nh.update(b'm')\nk = h.digest()", hmac.digest(b"k", b"m", "sha256")),
        (HASHES + "from cryptography.hazmat.primitives import hmac\nh = hmac.HMAC(b'k', hashes.SHA256())\nh.update(b'm')\nk = h.finalize()", hmac.digest(b"k", b"m", "sha256")),
        ("import hashlib\nk = hashlib.pbkdf2_hmac('sha256', b'pw', b'salt', 10000, dklen=64)", hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 10000, 64)),
        ("import hashlib\nk = hashlib.pbkdf2_hmac(hash_name='sha1', password=b'pw', salt=b'salt', iterations=9)", hashlib.pbkdf2_hmac("sha1", b"pw", b"salt", 9)),
        ("import hashlib\nk = hashlib.pbkdf2_hmac('sha256', b'pw', b'salt', 600_000)\nk = hashlib.pbkdf2_hmac('sha256', k, b'salt', 600_000)", hashlib.pbkdf2_hmac("sha256", hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 600_000), b"salt", 600_000)),
        ("from Crypto.Protocol.KDF import PBKDF2\nfrom Crypto.Hash import SHA512\nk = PBKDF2('pw', b'salt', 32, count=500, hmac_hash_module=SHA512)", hashlib.pbkdf2_hmac("sha512", b"pw", b"salt", 500, 32)),
        (HASHES + f"from {KDF}.pbkdf2 import PBKDF2HMAC\nk = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=b'salt', iterations=1000).derive(b'pw')", hashlib.pbkdf2_hmac("sha256", b"pw", b"salt", 1000)),
        ("import hashlib\nk = hashlib.scrypt(b'pw', salt=b'salt', n=16384, r=8, p=1, dklen=32)", hashlib.scrypt(b"pw", salt=b"salt", n=16384, r=8, p=1, dklen=32)),
        ("from Crypto.Protocol.KDF import scrypt\nk = scrypt('pw', 'salt', 32, N=1024, r=8, p=2)", hashlib.scrypt(b"pw", salt=b"salt", n=1024, r=8, p=2, dklen=32)),
        (f"from {KDF}.scrypt import Scrypt\nk = Scrypt(salt=b'salt', length=32, n=1024, r=8, p=1).derive(b'pw')", hashlib.scrypt(b"pw", salt=b"salt", n=1024, r=8, p=1, dklen=32)),
        (HASHES + f"from {KDF}.hkdf import HKDF\nk = HKDF(algorithm=hashes.SHA256(), length=80, salt=None, info=b'i').derive(b'pw')", HKDF(hashes.SHA256(), 80, None, b"i").derive(b"pw")),
        ("from Crypto.Protocol.KDF import HKDF\nfrom Crypto.Hash import SHA256\nk = HKDF(b'pw', 80, b'salt', SHA256, context=b'i')", HKDF(hashes.SHA256(), 80, b"salt", b"i").derive(b"pw")),
    ],
)  # fmt: skip
def test_a_derived_key_is_the_librarys(made: str, key: bytes) -> None:
    packed = base64.b64encode(xor(CODE, key))
    program = (
        f"import base64\n{made}\nexec(bytes(b ^ k[i % len(k)] for i, b in enumerate(base64.b64decode({packed!r}))))"
    )
    assert CODE in executed(program)


@pytest.mark.parametrize(
    "derived",
    [
        "hashlib.pbkdf2_hmac('sha256', b'pw', b'salt', 10 ** 9)",
        "hashlib.pbkdf2_hmac('sha256', b'pw', b'salt', 1000, 10 ** 9)",
        "hashlib.scrypt(b'pw', salt=b'salt', n=2 ** 20, r=8, p=1)",
        "hashlib.scrypt(b'pw', salt=b'salt', n=2 ** 14, r=8, p=1000)",
        "hashlib.scrypt(b'pw', salt=b'salt', n=2, r=1, p=1, dklen=10 ** 9)",
        "hashlib.shake_128(b'pw').digest(10 ** 9)",
    ],
)
def test_a_key_that_costs_too_much_is_not_made(derived: str) -> None:
    found = fold(
        f"import hashlib\nk = {derived}\nexec('print(%d, \"inert\")' % len(k))".encode(), PeelBudget(seconds=1)
    )
    assert found.stopped is None
    assert not [item for item in found.emissions if b"inert" in item.data and item.path != ("folded",)]


def test_keys_without_end_take_no_longer_than_a_member_may() -> None:
    program = "import hashlib\nfor i in range(10 ** 6):\n    k = hashlib.pbkdf2_hmac('sha256', b'pw', str(i).encode(), 100_000)\n"
    budget = PeelBudget(member_seconds=0.3)
    started = budget.now()
    assert fold(program.encode(), budget).stopped == "time"
    assert budget.now() - started < 1.5
