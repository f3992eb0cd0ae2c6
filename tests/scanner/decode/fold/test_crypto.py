# ruff: noqa: E501 - programs as they are written
"""Ciphers as programs use them: every way to write the key, the mode, the IV and the padding's end."""

import base64
import zlib
from typing import Any

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.decrepit.ciphers.modes import CFB8, OFB
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from scanner.decode import PeelBudget, peel
from scanner.member import Layer, Member
from tests.scanner.decode.packers import PAYLOAD

KEY = bytes(range(32))
IV = bytes(range(16))
CODE = PAYLOAD.encode()
PADDED = CODE + bytes([16 - len(CODE) % 16]) * (16 - len(CODE) % 16)

CRYPTO = f"from Crypto.Cipher import AES\nkey, iv = {KEY!r}, {IV!r}\n"
HAZMAT = (
    "from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes\n"
    "from cryptography.hazmat.primitives import padding\n"
    f"key, iv = {KEY!r}, {IV!r}\n"
)
PYAES = f"import pyaes\nkey, iv = {KEY!r}, {IV!r}\n"


def secret(mode: modes.Mode, data: bytes = PADDED) -> bytes:
    return Cipher[Any](algorithms.AES(KEY), mode).encryptor().update(data)


CBC = secret(modes.CBC(IV))
ECB = secret(modes.ECB())
CTR = secret(modes.CTR(bytes(15) + b"\1"), CODE)
GCM = secret(modes.GCM(IV), CODE)
CHACHA = Cipher(algorithms.ChaCha20(KEY, bytes(4) + IV[:12]), None).encryptor().update(CODE)
RC4 = Cipher(ARC4(KEY), None).encryptor().update(CODE)


def executed(program: str) -> list[bytes]:
    found = peel(Member(name="pkg/a.py", data=program.encode()), PeelBudget())
    return [item.data for item in found if isinstance(item, Layer) and item.path and item.is_code]


@pytest.mark.parametrize(
    "program",
    [
        CRYPTO + f"p = AES.new(key, AES.MODE_CBC, iv).decrypt({CBC!r})\nexec(p[:-p[-1]])",
        CRYPTO + f"p = AES.new(key, AES.MODE_CBC, iv).decrypt({CBC!r})\nexec(p[:-p[-1]].decode())",
        CRYPTO + f"unpad = lambda s: s[:-ord(s[len(s) - 1:])]\nexec(unpad(AES.new(key, AES.MODE_CBC, iv).decrypt({CBC!r})))",
        CRYPTO + f"exec(AES.new(key, AES.MODE_CBC, iv).decrypt({CBC!r}).decode())",
        CRYPTO + f"exec(compile(AES.new(key, AES.MODE_CBC, iv).decrypt({CBC!r}), '', 'exec'))",
        HAZMAT + f"d = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()\np = d.update({CBC!r}) + d.finalize()\nexec(p[:-p[-1]])",
        HAZMAT + f"d = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()\np = d.update({CBC!r}) + d.finalize()\nu = padding.PKCS7(128).unpadder()\nexec((u.update(p) + u.finalize()).decode())",
    ],
)  # fmt: skip
def test_padding_comes_off_once_whoever_takes_it_off(program: str) -> None:
    assert CODE in executed(program)


@pytest.mark.parametrize("package", ["Crypto", "Cryptodome"])
def test_the_size_of_a_block_is_known(package: str) -> None:
    program = (
        f"import hashlib\nfrom {package}.Cipher import AES\nraw = {IV + CBC!r}\n"
        f"c = AES.new({KEY!r}, AES.MODE_CBC, raw[:AES.block_size])\nexec(c.decrypt(raw[AES.block_size:]))"
    )
    assert CODE in executed(program)


@pytest.mark.parametrize(
    "program",
    [
        CRYPTO + f"r = {IV + b't' * 16 + GCM!r}\nn, t, d = r[:16], r[16:32], r[32:]\nexec(AES.new(key, AES.MODE_GCM, nonce=n).decrypt_and_verify(d, t))",
        CRYPTO + f"c = AES.new(key, AES.MODE_GCM, nonce=iv)\nc.update(b'header')\nexec(c.decrypt({GCM!r}))",
        CRYPTO + f"from Crypto.Util import Counter\nexec(AES.new(key, AES.MODE_CTR, counter=Counter.new(128)).decrypt({CTR!r}))",
        CRYPTO + f"from Crypto.Util import Counter\nexec(AES.new(key, AES.MODE_CTR, counter=Counter.new(64, prefix=iv[:8], initial_value=7)).decrypt({secret(modes.CTR(IV[:8] + (7).to_bytes(8)), CODE)!r}))",
        CRYPTO + f"exec(AES.new(key, AES.MODE_CTR, nonce=b'', initial_value=1).encrypt({CTR!r}))",
        CRYPTO + f"exec(AES.new(key=key, mode=AES.MODE_CBC, IV=iv).decrypt({CBC!r}))",
        CRYPTO + f"from Crypto.Cipher import ChaCha20\nexec(ChaCha20.new(key=key, nonce=iv[:12]).decrypt({CHACHA!r}))",
        CRYPTO + f"from Crypto.Cipher import ARC4\nexec(ARC4.new(key).encrypt({RC4!r}))",
        CRYPTO + f"c = AES.new(key, AES.MODE_CBC, iv)\nd = {CBC!r}\nout = b''\nfor i in range(0, len(d), 16):\n    out += c.decrypt(d[i:i + 16])\nexec(out)",
        HAZMAT + f"from cryptography.hazmat.primitives.ciphers.aead import AESGCM\nexec(AESGCM(key).decrypt(iv[:12], {AESGCM(KEY).encrypt(IV[:12], CODE, b'aad')!r}, b'aad'))",
        HAZMAT + f"from cryptography.hazmat.primitives.ciphers.aead import AESCCM\nexec(AESCCM(key, tag_length=8).decrypt(iv[:12], {AESCCM(KEY, 8).encrypt(IV[:12], CODE, None)!r}, None))",
        HAZMAT + f"from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305 as C\nexec(C(key).decrypt(nonce=iv[:12], data={ChaCha20Poly1305(KEY).encrypt(IV[:12], CODE, None)!r}, associated_data=None))",
        HAZMAT + f"d = Cipher(algorithms.ChaCha20(key, bytes(4) + iv[:12]), mode=None).decryptor()\nexec(d.update({CHACHA!r}))",
        HAZMAT + f"c = Cipher(algorithm=algorithms.AES(key), mode=modes.GCM(tag=iv, initialization_vector=iv))\nd = c.decryptor()\nd.authenticate_additional_data(b'aad')\nexec(d.update({GCM!r}) + d.finalize())",
        PYAES + f"exec(pyaes.AESModeOfOperationCTR(key).decrypt({CTR!r}))",
        PYAES + f"exec(pyaes.AESModeOfOperationCTR(key, pyaes.Counter(5)).decrypt({secret(modes.CTR(bytes(15) + bytes([5])), CODE)!r}))",
        PYAES + f"exec(pyaes.AESModeOfOperationCTR(key, counter=pyaes.Counter(initial_value=5)).decrypt({secret(modes.CTR(bytes(15) + bytes([5])), CODE)!r}))",
        PYAES + f"c = pyaes.AESModeOfOperationCBC(key, iv)\nd = {CBC!r}\nexec(b''.join([c.decrypt(d[i:i + 16]) for i in range(0, len(d), 16)]))",
        PYAES + f"exec(pyaes.AESModeOfOperationECB(key).decrypt({ECB!r}))",
        PYAES + f"exec(pyaes.AESModeOfOperationCFB(key, iv).decrypt({secret(CFB8(IV), CODE)!r}))",
        PYAES + f"exec(pyaes.AESModeOfOperationOFB(key, iv=iv).decrypt({secret(OFB(IV), CODE)!r}))",
        PYAES + f"d = pyaes.Decrypter(pyaes.AESModeOfOperationCBC(key, iv))\nexec(d.feed({CBC!r}) + d.feed())",
        PYAES + f"d = pyaes.Decrypter(pyaes.AESModeOfOperationCBC(key, iv), padding=pyaes.PADDING_NONE)\np = d.feed({CBC!r}) + d.feed()\nexec(p[:-p[-1]])",
        PYAES + f"d = pyaes.blockfeeder.Decrypter(pyaes.AESModeOfOperationCTR(key))\nexec(d.feed({CTR[:64]!r}) + d.feed({CTR[64:]!r}) + d.feed())",
        f"from pyaes import AESModeOfOperationGCM as G\nimport zlib, base64\nd = base64.b64decode({base64.b64encode(secret(modes.GCM(IV[:12]), zlib.compress(CODE)))!r})\nexec(zlib.decompress(G({KEY!r}, {IV[:12]!r}).decrypt(d)))",
    ],
)  # fmt: skip
def test_a_cipher_is_read_as_its_package_writes_it(program: str) -> None:
    assert CODE in executed(program)


def test_what_a_cipher_gives_and_nobody_takes_is_shown_without_its_padding() -> None:
    found = peel(
        Member(name="a.py", data=(CRYPTO + f"p = AES.new(key, AES.MODE_CBC, iv).decrypt({CBC!r})\nexec(q)").encode())
    )
    assert CODE in [item.data for item in found if isinstance(item, Layer) and item.path]


def test_a_program_that_ends_in_such_bytes_for_other_reasons_keeps_them() -> None:
    text = CODE + b"#\3\3\3"
    assert text in executed(f"import base64\nexec(base64.b64decode({base64.b64encode(text)!r}))")
