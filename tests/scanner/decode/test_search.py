from scanner.decode.search import Search


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
