import pytest

from tests.scanner.signals.built import WHEEL, fired, wheel

LINE = b"x = '" + b"A" * 6000 + b"'\n"
SHORT = b"import os\n"


@pytest.mark.parametrize("source", [LINE, SHORT + LINE, LINE + SHORT, SHORT * 300 + LINE, LINE + SHORT * 300])
def test_a_line_that_is_most_of_a_file_is_packed_data_wherever_it_stands(source: bytes) -> None:
    assert "shape-huge-literal" in fired(WHEEL, wheel({"tidetables/__init__.py": source}))


@pytest.mark.parametrize("source", [SHORT * 700 + LINE, LINE + SHORT * 700, LINE + SHORT * 700 + LINE])
def test_a_long_line_that_is_less_than_half_of_a_file_is_not(source: bytes) -> None:
    assert "shape-huge-literal" not in fired(WHEEL, wheel({"tidetables/__init__.py": source}))
