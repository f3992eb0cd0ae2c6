"""Every encoding that Python, or a loader, reads text in; what is plain stays the same object."""

import ast
import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.steps import escapes
from scanner.decode.text import transcode

TEXT = "import os\nprint('ünïcode')\nexec(open('x').read())\n"
ASCII = "import os\nprint('plain')\nexec(open('x').read())\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_is_read_with_and_without_its_mark(encoding: str) -> None:
    found = transcode(ASCII.encode(encoding))
    assert found.data.decode().lstrip("\ufeff") == ASCII
    assert found.path == (encoding.removesuffix("-le").removesuffix("-be"),)


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE])
def test_big_endian_marks_are_known(bom: bytes) -> None:
    encoding = "utf-16-be" if len(bom) == 2 else "utf-32-be"
    assert transcode(bom + ASCII.encode(encoding)).data.decode().lstrip("\ufeff") == ASCII


@pytest.mark.parametrize(
    "name", ["latin-1", "iso-8859-15", "cp1252", "utf-7", "shift_jis", "gbk", "koi8-r", "mac-roman"]
)
def test_a_cookie_decides(name: str) -> None:
    text = (
        f"# -*- coding: {name} -*-\nname = 'é'\n"
        if name not in ("shift_jis", "gbk", "koi8-r")
        else f"# coding={name}\nx = 1\n"
    )
    found = transcode(text.encode(name))
    assert found.data.decode() == text


def test_the_cookie_may_stand_in_the_second_line_but_no_later() -> None:
    hidden = "print('hi there')".encode("utf-7").replace(b"'", b"+ACc-")
    second = b"#!/usr/bin/env python\n# vim: set fileencoding=utf-7 :\n" + hidden
    assert b"'hi there'" in transcode(second).data
    assert transcode(b"#\n#\n# coding: utf-7\n" + hidden).path == ()


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"import os\n# coding: utf-7\n", None),
        (b'"""\n# coding: utf-7\n"""\n', None),
        (b"\\\n# coding: utf-7\n", None),
        (b"\xef\xbb\xbf# coding: utf-7\n", None),
        (b" \t\f\n# coding: utf-7\n", "utf-7"),
        (b"\f# coding: utf-7\n", "utf-7"),
        (b"#\r# coding: utf-7\r", "utf-7"),
        (b"#\r\n# coding: utf-7\r\n", "utf-7"),
        (b"#\r\r# coding: utf-7\r", None),
        (b"#" + b"x" * 600 + b" coding: utf-7\n", "utf-7"),
        (b"#" + b"x" * 600 + b"\n# vim: fileencoding=utf-7\n", "utf-7"),
        (b"# coding: latin-1\n# coding: utf-7\n", None),
        (b"# coding: :coding: utf-7\n", "utf-7"),
    ],
)
def test_a_cookie_counts_where_python_takes_one(head: bytes, encoding: str | None) -> None:
    source = head + b"x = '+AGU-'\n"
    assert transcode(source).path == ((encoding,) if encoding else ())
    assert transcode(source, cookies=False).path == ()
    try:
        values = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    except SyntaxError:  # a mark and another cookie
        assert head.startswith(codecs.BOM_UTF8)
        return
    assert ("e" in values) is (encoding is not None)


@pytest.mark.parametrize("line", [b"# coding:" * 2_000_000, b"# coding:" + b" " * 8_000_000, b"#" * 8_000_000])
def test_a_cookie_is_looked_for_in_time_that_grows_with_the_text(line: bytes) -> None:
    started = time.process_time()
    assert transcode(line + b"\nx = 1\n").path == ()
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("stored", "whole"),
    [
        (TEXT.encode(), True),
        (TEXT.encode("utf-16"), True),
        (("# coding: latin-1\n" + TEXT).encode("latin-1"), True),
        (b"# coding: utf-7\nx = '+AGU-'\n", False),
        (b"# coding: rot13\nimport os\n", False),
        (b"\xff\xfe\nimport os\n", False),
    ],
)
def test_what_says_less_than_the_stored_bytes_cannot_stand_for_them(stored: bytes, whole: bool) -> None:
    assert transcode(stored).replaces(stored) is whole


def test_rot13_and_escape_cookies_are_undone() -> None:
    source = "# coding: rot13\n" + codecs.encode("exec('x')", "rot13")
    assert b"exec('x')" in transcode(source.encode()).data
    assert b"exec" in transcode(b"# coding: unicode_escape\n\\x65\\x78\\x65\\x63(1)").data


@pytest.mark.parametrize(
    "data", [b"", b"x", ASCII.encode(), TEXT.encode(), b"\xef\xbb\xbf" + ASCII.encode(), b"\x80\x81\x82"]
)
def test_plain_bytes_are_the_same_object(data: bytes) -> None:
    found = transcode(data)
    assert found.data is data
    assert found.path == ()


def test_a_codec_for_host_names_reads_what_could_be_one() -> None:
    cookie = b"# coding: punycode\nx = 1\n# "
    assert transcode(cookie + b"-tda").path == ("punycode",)
    # Its time is the square of the length: minutes for a megabyte.
    assert transcode(cookie + b"-" + b"a" * 2_000_000).path == ()


def test_an_unknown_or_absurd_cookie_changes_nothing() -> None:
    for name in (b"no-such-codec", b"zlib", b"..os", b"idna", b"undefined", b"base64"):
        assert transcode(b"# coding: " + name + b"\nx = 1\n").data


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"# coding: utf-7\n", b"# coding: hex\n", b"\xff\xfe", b"# coding: punycode\n"]),
)
def test_any_bytes_are_taken(data: bytes, head: bytes) -> None:
    assert isinstance(transcode(head + data).data, bytes)


@given(st.lists(st.tuples(st.integers(0, 255), st.sampled_from(["plain", "hex", "octal", "wide"]))))
def test_escapes_give_the_bytes_that_were_escaped(characters: list[tuple[int, str]]) -> None:
    written, plain = b"", b""
    for code, form in characters:
        if form == "wide":
            written, plain = written + b"\\u%04x" % code, plain + chr(code).encode()
            continue
        kept = form == "plain" and code not in b"\\"
        written += bytes([code]) if kept else b"\\x%02x" % code if form != "octal" else b"\\%03o" % code
        plain += bytes([code])
    assert escapes(written) == plain


@pytest.mark.parametrize("text", [b"\\q\\x41", b"\\x4", b"\\", b"\\N{DASH}", b"\\777"])
def test_what_is_no_escape_stays_and_hides_nothing_behind_it(text: bytes) -> None:
    assert escapes(text + b" \\x42").endswith(b" B")
