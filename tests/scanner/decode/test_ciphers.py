"""Ciphers against the libraries and drafts that define them."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

from scanner.decode.ciphers import Stream, hchacha, unpad

KEY = bytes(range(32))
IV = bytes(range(16))
TEXT = b"https://evil.invalid/collect, thrice\n" * 3


@pytest.mark.parametrize("size", [8, 12, 16, 24])
def test_a_gcm_nonce_may_have_any_length(size: int) -> None:
    secret = AESGCM(KEY).encrypt(KEY[:size], TEXT, None)
    assert Stream("aes", "gcm", KEY, KEY[:size]).read(secret[:-16]) == TEXT


@pytest.mark.parametrize("size", [7, 12, 13])
def test_ccm_is_read(size: int) -> None:
    assert Stream("aes", "ccm", KEY, KEY[:size]).read(AESCCM(KEY).encrypt(KEY[:size], TEXT, None)[:-16]) == TEXT


def test_the_stream_behind_poly1305_begins_with_its_second_block() -> None:
    secret = ChaCha20Poly1305(KEY).encrypt(KEY[:12], TEXT, None)[:-16]
    assert Stream("chacha20poly1305", "", KEY, KEY[:12]).read(secret) == TEXT


def test_the_keys_of_xchacha_are_those_of_the_draft() -> None:
    nonce = bytes.fromhex("000000090000004a0000000031415927")
    assert hchacha(KEY, nonce).hex() == "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"


def test_a_stream_goes_on_where_it_stopped_and_gives_the_same_for_the_same() -> None:
    secret = Cipher(algorithms.AES(KEY), modes.CTR(IV)).encryptor().update(TEXT)
    stream = Stream("aes", "ctr", KEY, IV)
    pieces = [secret[at : at + 20] for at in range(0, len(secret), 20)]
    assert b"".join(map(stream.read, pieces)) == TEXT
    assert stream.read(pieces[1]) == TEXT[20:40]


def test_padding_stays_until_it_is_taken_off() -> None:
    padded = TEXT + bytes([5]) * 5
    whole = padded[: len(padded) // 16 * 16]
    secret = Cipher(algorithms.AES(KEY), modes.CBC(IV)).encryptor().update(whole)
    assert Stream("aes", "cbc", KEY, IV).read(secret) == whole
    assert unpad(padded) == TEXT
    assert unpad(padded.decode()) == TEXT.decode()
    assert unpad(b"\3\3") == b"\3\3"
