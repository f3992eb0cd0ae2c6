"""Groups of patterns in one pass, and what happens where the library is of no use."""

from collections.abc import Iterator

import hyperscan
import pytest

from scanner import search as searching
from scanner.search import HyperscanError, Search, compile_patterns


def test_every_group_that_occurs_is_found_in_one_pass_with_the_end_of_its_first_match() -> None:
    search = Search({"call": (rb"\bexec\s*\(", rb"\beval\s*\("), "word": (b"marshal",), "run": (rb"[a-z]{9}",)})
    assert search.found(b"import marshal\neval (x)\nexec(y)\n") == {"word": 14, "call": 21}


def test_no_group_is_found_in_nothing() -> None:
    assert Search({"any": (rb".",)}).found(b"") == {}


def test_anchors_are_those_of_lines() -> None:
    search = Search({"start": (rb"^exec",), "end": (rb"exec$",)})
    assert set(search.found(b"x\nexec y")) == {"start"}
    assert set(search.found(b"x exec\ny")) == {"end"}


def test_bytes_that_are_no_text_are_searched_as_well() -> None:
    assert Search({"styled": (rb"\xf0\x9d[\x90-\x9f]",)}).found(b"\0\xff\xf0\x9d\x94\xa2") == {"styled": 5}


class Deaf(hyperscan.Database):
    """As releases were that lost matches."""

    def scan(self, *_arguments: object, **_named: object) -> None:
        """Finds nothing."""


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    searching._try_library.cache_clear()
    monkeypatch.setattr(hyperscan, "Database", Deaf)
    yield
    searching._try_library.cache_clear()


@pytest.mark.usefixtures("deaf")
def test_a_library_that_misses_matches_is_refused() -> None:
    with pytest.raises(HyperscanError, match="misses"):
        compile_patterns([(b"alpha", False)])


@pytest.mark.usefixtures("deaf")
def test_without_the_library_the_same_groups_are_found() -> None:
    search = Search({"call": (rb"\bexec\s*\(", rb"\beval\s*\("), "word": (b"marshal",), "start": (rb"^ev",)})
    assert search.found(b"import marshal\neval (x)\nexec(y)\n") == {"word": 14, "call": 21, "start": 17}
    assert search.found(b"") == {}
