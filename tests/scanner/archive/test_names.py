"""Names are keyed as raw bytes and never joined to a path; what is odd about them is named."""

import time

import pytest

from scanner.archive.names import Names
from tests.scanner.archive.build import Entry, make_tar, make_zip, read, tar_entry


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (b"", "name-empty"),
        (b"../../evil.py", "name-traversal"),
        (b"pkg/../../evil.py", "name-traversal"),
        (b"..\\evil.py", "name-traversal"),
        (b"/etc/evil.py", "name-absolute"),
        (b"C:/evil.py", "name-absolute"),
        (b"C:evil.py", "name-absolute"),
        (b"\\\\server\\share\\evil.py", "name-absolute"),
        (b"pkg\\evil.py", "name-backslash"),
        (b"setup.py\0.txt", "name-nul"),
        (b"pkg/a\x08b.py", "name-control"),
        ("pkg/a\u202eyp.txt".encode(), "name-control"),
        ("pkg/a\u200b.py".encode(), "name-control"),
        (b"pkg/\xff\xfe.py", "name-not-utf8"),
        (b"pkg/con.py", "name-reserved"),
        (b"pkg/LPT1", "name-reserved"),
        (b"pkg/setup.py.", "name-reserved"),
        (b"pkg /a.py", "name-reserved"),
        (b"a/" * 101 + b"b.py", "name-long"),
        (b"a" * 4097, "name-long"),
    ],
)
def test_odd_names_are_reported_and_their_content_is_read(name: bytes, kind: str) -> None:
    seen = read(make_zip(Entry(name, b"VALUE = 1\n")))
    assert kind in seen.kinds
    assert seen.members[0].raw_name == name
    assert seen.members[0].data == b"VALUE = 1\n"


@pytest.mark.parametrize(
    "name",
    [
        b"pkg-1.0/" + b"./" * 1900 + b"%d.py",
        b"pkg-1.0/" + b"a" * 3900 + b"%d.py",
        b"pkg-1.0/" + b"a. " * 1300 + b":%d.py",
        b"pkg-1.0/" + b"a" * 3900 + b"\xc2\xa0%d.py",
    ],
    ids=["folders", "plain", "odd", "not printable"],
)
def test_long_names_by_the_thousand_are_judged_in_no_time(name: bytes) -> None:
    names = Names()
    began = time.process_time()
    for number in range(2000):
        list(names.problems(name % number))
    assert time.process_time() - began < 1


@pytest.mark.parametrize("lead", [b"a/" * 200, b"a" * 300 + b"/"])
@pytest.mark.parametrize(
    ("name", "kind"), [(b"../../b.py", "name-traversal"), (b"\0.py", "name-nul"), (b"b\x08.py", "name-control")]
)
def test_a_long_name_hides_nothing_that_is_odd_about_it(lead: bytes, name: bytes, kind: str) -> None:
    assert kind in read(make_zip(Entry(lead + name, b"1"))).kinds


@pytest.mark.parametrize(
    "name",
    [
        b"./pkg/a.py",
        b"pkg/" + b"long" * 100 + b"/a.py",
        b"pkg/..data/a.py",
        b"pkg/a..b.py",
        b"pkg/console.py",
        "pkg/größe.py".encode(),
        b"a/" * 99 + b"b",
    ],
)
def test_ordinary_names_are_not_reported(name: bytes) -> None:
    assert read(make_zip(Entry(name, b"VALUE = 1\n"))).anomalies == []


def test_a_name_with_nul_is_also_given_as_readers_cut_it() -> None:
    seen = read(make_zip(Entry(b"setup.py\0.txt", b"VALUE = 1\n")))
    assert seen.names == ["setup.py\\x00.txt", "setup.py"]


def test_names_that_differ_only_by_case_or_unicode_form_collide() -> None:
    seen = read(make_zip(Entry(b"pkg/a.py", b"1"), Entry(b"PKG/A.py", b"2")))
    assert seen.kinds == {"name-collision"}
    seen = read(make_zip(Entry("é.py".encode(), b"1"), Entry("e\u0301.py".encode(), b"2")))
    assert seen.kinds == {"name-collision"}


def test_parts_of_names_that_no_file_system_takes_are_compared_as_they_are() -> None:
    accents = "e\u0301\u0316" * 200  # which take their normal form time by the square of their number
    seen = read(make_zip(Entry(f"{accents}.py".encode(), b"1"), Entry(f"é\u0316{accents[3:]}.py".encode(), b"2")))
    assert "name-collision" not in seen.kinds


def test_tar_names_are_held_to_the_same() -> None:
    seen = read(make_tar(tar_entry(b"../evil.py", b"VALUE = 1\n"), tar_entry(b"a.py", b"1"), tar_entry(b"a.py", b"2")))
    assert seen.kinds == {"name-traversal", "name-duplicate"}
    assert seen.contents("a.py") == [b"1", b"2"]


def test_a_thousand_odd_names_give_a_few_anomalies_and_a_count() -> None:
    seen = read(make_zip(*(Entry(b"../%d.py" % number, b"1") for number in range(1000))))
    assert len(seen.anomalies) == 21
    assert seen.anomalies[-1].detail == "and 980 more"
    assert len(seen.members) == 1000
