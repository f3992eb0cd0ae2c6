"""A pyproject.toml says which members run while the project is built."""

import pytest

from scanner.decode.backend import in_tree_backend

BESIDE = b'[build-system]\nrequires = []\nbuild-backend = "maker.core:hooks"\nbackend-path = ["."]\n'
SELF = b'[build-system]\nrequires = []\nbuild-backend = "maker"\nbackend-path = ["src"]\n'
APART = b'[build-system]\nrequires = []\nbuild-backend = "maker"\nbackend-path = ["tools/build/", "./more"]\n'


@pytest.mark.parametrize(
    ("text", "backend", "others"),
    [
        (
            BESIDE,
            ["p-1.0/maker/core.py", "p-1.0/maker/__init__.py", "./p-1.0/maker/core/__init__.py"],
            ["p-1.0/makers.py", "maker/core.py", "p-1.0/maker/other.py", "p-1.0/maker/core/other.py"],
        ),
        (SELF, ["p-1.0/src/maker.py", "p-1.0/src/maker/__init__.py"], ["p-1.0/src/maker/cli.py", "p-1.0/src/x.py"]),
        (APART, ["p-1.0/tools/build/maker.py", "p-1.0/more/any.py"], ["p-1.0/maker.py", "p-1.0/tools/other.py"]),
    ],
)
def test_the_backend_is_the_module_or_the_folder_that_is_given_for_it(
    text: bytes, backend: list[str], others: list[str]
) -> None:
    named = in_tree_backend("p-1.0/pyproject.toml", text)
    assert named is not None
    assert all(named.fullmatch(name) for name in backend)
    assert not any(named.fullmatch(name) for name in others)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p-1.0/tests/data/pyproject.toml", BESIDE),
        ("p-1.0/setup.cfg", BESIDE),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "flit_core.buildapi"\n'),
        ("p-1.0/pyproject.toml", b"[build-system\n"),
        ("p-1.0/pyproject.toml", b"\xff\xfe"),
        ("p-1.0/pyproject.toml", b"build-system = 3\n"),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = 1\nbackend-path = ["."]\n'),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "m"\nbackend-path = [1]\n'),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "m"\nbackend-path = ["..", "/etc"]\n'),
        ("p-1.0/pyproject.toml", b"a = " + b"[" * 100_000),
        ("p-1.0/pyproject.toml", BESIDE + b"#" * 300_000),
    ],
)
def test_what_names_no_backend_beside_it_names_none(name: str, text: bytes) -> None:
    assert in_tree_backend(name, text) is None
