"""Source to its tree: whatever it holds, a tree or one of four errors."""

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.member import Layer, Member
from scanner.syntax import MAX_DENSE, expression_of, is_too_dense, nodes, normalise, parse, statements


def test_lines_and_columns_are_those_of_the_text_whatever_ends_its_lines() -> None:
    tree = parse(normalise(b"\xef\xbb\xbfx = 1\r\ny = '\xc3\xa4'; z = 2\r"))
    assert [(node.lineno, node.col_offset) for node in tree.body] == [(1, 0), (2, 0), (2, 10)]


def test_statements_are_found_in_every_kind_of_block() -> None:
    source = (
        "try:\n    a = 1\nexcept E:\n    b = 2\nelse:\n    c = 3\nfinally:\n    d = 4\n"
        "match x:\n    case 1:\n        e = 5\nclass A:\n    def f(self):\n        g = 6\n"
    )
    names = [node.targets[0].id for node in statements(parse(source.encode())) if isinstance(node, ast.Assign)]  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    assert sorted(names) == ["a", "b", "c", "d", "e", "g"]


@pytest.mark.parametrize(
    "source", [b"def (", b"(" * 5000, b"x = " + b"-" * 100_000 + b"1", b"\xff\xfe", b"x = 1e" + b"9" * 5000]
)
def test_what_does_not_parse_has_no_tree(source: bytes) -> None:
    layer = Layer(member=Member(name="a.py", data=source), data=source)
    assert layer.tree is None or isinstance(layer.tree, ast.Module)


def test_nodes_are_those_that_ast_walk_gives_in_its_order() -> None:
    method = (
        "    def f(self, *a, b=[x for x in {1: 2, **y}], **k: int):\n        import os as o\n"
        "        return lambda: f'{a!r:>{b}}' if -a < b + 1 else (yield)\n"
        "match x:\n    case A(b=1, c=[_, *d]) | {'e': None, **f} if g:\n        del h[1:2], i.j\n"
    )
    tree = parse(f"@d\nclass A(B, k=1):\n{method}".encode())
    left_out = (ast.expr_context, ast.operator, ast.unaryop, ast.cmpop, ast.alias)
    assert list(nodes(tree)) == [node for node in ast.walk(tree) if not isinstance(node, left_out)]


@pytest.mark.parametrize("text", [b"'\\{'", b"1 is 1", b"5in [5]"])
def test_what_python_would_warn_of_is_read_without_a_word(text: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert expression_of(text) is not None
        assert parse(text) is not None


def test_a_tree_that_would_fill_the_memory_is_not_made() -> None:
    assert is_too_dense(b"1, " * (MAX_DENSE + 1))
    assert not is_too_dense(b"x = '" + b"A" * 3 * MAX_DENSE + b"'")
    assert not is_too_dense(b"x = b'" + b"\\x1f(,)" * (MAX_DENSE // 2) + b"'")
    with pytest.raises(MemoryError):
        parse(b"a\n" * (MAX_DENSE + 1))


@given(st.binary(max_size=80))
def test_any_bytes_give_a_tree_or_none(data: bytes) -> None:
    layer = Layer(member=Member(name="a.py", data=data), data=data)
    assert layer.tree is None or isinstance(layer.tree, ast.Module)
