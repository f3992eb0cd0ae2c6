"""What is left of a large module: the lines that run by importing it, at the places where they stood."""

import pytest

from scanner.member import Layer, Member
from scanner.signals.excerpt import excerpt

TANGLED = b"""# first
@decorate(one)
def called(a, b=(1, 2)) -> dict[str, int]:  # told
    return {
}


def idle(
    a,
    b,
):

    text = '''
def none():
begin
'''
    # told
    return [
1,
]
@register()
def hooked(a=made()):
    return 4
async def waits(): return 1
class Kind:
    def __init__(self):
        self.go()

    def go(self):
        def inner():
            return called(1)
        return inner

    def idle(self):
        \"\"\"Told.\"\"\"
        return 2
if True:
    def guarded():
        return 3
Kind() \\

last = 1
"""


def layer(source: bytes) -> Layer:
    return Layer(Member(name="tidetables/core.py", data=source), source, is_code=True)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_only_bodies_that_nothing_calls_go_and_every_line_keeps_its_number(ends: bytes) -> None:
    part = excerpt(layer(TANGLED.replace(b"\n", ends)))
    assert part.tree is not None
    text = part.data.decode()
    for kept in (
        "@decorate",
        "return {",
        "def hooked(a=made()):",
        "async def waits(): return 1",
        "self.go()",
        "called(1)",
        "Kind()",
    ):
        assert kept in text
    for gone in ("# first", "begin", "none", "Told", "return 2", "return 3", "return 4", "def idle"):
        assert gone not in text
    rows = TANGLED.splitlines()
    assert part.lines is not None
    for row, line in zip(text.splitlines(), part.lines, strict=False):
        assert row.encode() == rows[line - 1] or row.strip() == "pass"


def test_what_a_build_tool_calls_stays_where_it_is_asked_for() -> None:
    source = b"class Install(install):\n    def run(self):\n        go()\n    def stop(self):\n        halt()\n"
    assert b"go()" not in excerpt(layer(source)).data
    hooked = excerpt(layer(source), hooks=True).data
    assert b"go()" in hooked
    assert b"halt()" not in hooked
