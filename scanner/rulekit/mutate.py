"""What an author of malware does to code that a rule knows: the same behaviour, written otherwise.

Each mutation takes a sample's text and gives another text, or None where it does not apply. What was Python stays
Python: a mutation that breaks it counts as not applying. Nothing is ever run.
"""

import ast
import base64
import io
import itertools
import keyword
import tokenize
import zlib
from collections.abc import Callable, Iterator

import msgspec

from scanner.member import Member

__all__ = ["MUTATIONS", "Mutation", "mutants"]

BUILTINS = ("exec", "eval", "compile", "__import__", "getattr", "open")
PADDING = 150  # lines
SHORTEST_SPLIT = 6  # characters: shorter strings are left alone


class Mutation(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` changes Python source, ``member`` anything."""

    name: str
    does: str
    text: Callable[[str], str | None] | None = None
    member: Callable[[Member], Member | None] | None = None


class _Edit(msgspec.Struct):
    start: tuple[int, int]
    end: tuple[int, int]
    new: str


def _tokens(source: str) -> list[tokenize.TokenInfo]:
    return list(tokenize.generate_tokens(io.StringIO(source).readline))


def _edited(source: str, edits: list[_Edit]) -> str | None:
    if not edits:
        return None
    lines = source.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        (row, column), (end_row, end_column) = edit.start, edit.end
        lines[row - 1 : end_row] = [lines[row - 1][:column] + edit.new + lines[end_row - 1][end_column:]]
    return "".join(lines)


def _rename(source: str) -> str | None:
    """Other names for what the code itself names, as packers give them."""
    tree = ast.parse(source)
    bound: set[str] = set()
    fixed = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.alias) for alias in [node]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            bound.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.keyword) and node.arg:
            fixed.add(node.arg)
        elif isinstance(node, ast.ClassDef):
            # Methods carry the names that their base classes call.
            fixed |= {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
    names = {name: f"_{index:x}il1" for index, name in enumerate(sorted(bound - fixed))}
    tokens = _tokens(source)
    edits = [
        _Edit(token.start, token.end, names[token.string])
        for before, token in zip([None, *tokens], tokens, strict=False)
        if token.type == tokenize.NAME and token.string in names and not (before and before.string == ".")
    ]
    return _edited(source, edits)


def _split(source: str) -> str | None:
    """Strings cut in two."""
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    }
    edits: list[_Edit] = []
    for token in _tokens(source):
        if token.type != tokenize.STRING or token.string[0] not in "'\"" or token.start[0] in docstrings:
            continue
        text = ast.literal_eval(token.string)
        if len(text) < SHORTEST_SPLIT:
            continue
        middle = len(text) // 2
        edits.append(_Edit(token.start, token.end, f"({text[:middle]!r} + {text[middle:]!r})"))
    return _edited(source, edits)


def _aliased(template: str) -> Callable[[str], str | None]:
    """Builtins called by another name; ``template`` makes it."""

    def mutate(source: str) -> str | None:
        tokens = _tokens(source)
        used: set[str] = set()
        edits: list[_Edit] = []
        for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
            called = after is not None and after.string == "("
            if token.string in BUILTINS and called and not (before and before.string in (".", "def")):
                used.add(token.string)
                edits.append(_Edit(token.start, token.end, f"_{token.string.strip('_')}_"))
        changed = _edited(source, edits)
        if changed is None:
            return None
        aliases = "; ".join(f"_{name.strip('_')}_ = {_filled(template, name)}" for name in sorted(used))
        return f"{aliases}\n{changed}" if "\n" in source.strip() else f"{aliases}; {changed}"

    return mutate


def _filled(template: str, name: str) -> str:
    half = len(name) // 2
    return template.format(name=name, a=name[:half], b=name[half:])


def _encoded(source: str) -> str:
    return f"import base64; exec(base64.b64decode({base64.b64encode(source.encode())!r}))\n"


def _compressed(source: str) -> str:
    packed = base64.b64encode(zlib.compress(source.encode()))
    return f"import base64, zlib; exec(zlib.decompress(base64.b64decode({packed!r})))\n"


def _padded(source: str) -> str | None:
    """Comments and empty lines before and between, as long as the real code."""
    lines = source.splitlines()
    starts = {node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt)}
    filler = "# This module keeps the tables that the others read.\n\n"
    out = [filler * PADDING]
    for number, line in enumerate(lines, 1):
        indent = line[: len(line) - len(line.lstrip())]
        if number in starts and line.strip():
            out.append(f"{indent}# step {number}\n\n")
        out.append(line + "\n")
    return "".join(out)


def _quotes(source: str) -> str | None:
    """Double quotes for single ones, and the other way round."""
    edits: list[_Edit] = []
    for token in _tokens(source):
        text = token.string
        if token.type != tokenize.STRING or "\\" in text:
            continue
        prefix, quote = text[: text.index(text[-1])], text[-1]
        other = '"' if quote == "'" else "'"
        inner = text[len(prefix) + 1 : -1]
        if text.endswith(quote * 3) or quote in inner or other in inner:
            continue
        edits.append(_Edit(token.start, token.end, f"{prefix}{other}{inner}{other}"))
    return _edited(source, edits)


def _spacing(source: str) -> str | None:
    """Spaces where Python allows them: before brackets and around dots."""
    edits: list[_Edit] = []
    tokens = _tokens(source)
    for before, token in itertools.pairwise(tokens):
        follows_name = before.type == tokenize.NAME and not keyword.iskeyword(before.string)
        if token.type == tokenize.OP and token.string in ("(", ".") and before.end == token.start and follows_name:
            edits.append(_Edit(token.start, token.end, f" {token.string} "))
    return _edited(source, edits)


def _moved(member: Member) -> Member | None:
    """Another file of the same kind, deep in the package."""
    folder, _, base = member.name.rpartition("/")
    if base in ("setup.py", "setup.cfg", "pyproject.toml", "sitecustomize.py", "usercustomize.py", "PKG-INFO"):
        return None  # it runs only under this name
    suffix = base.rpartition(".")[2]
    name = f"zz_{base}" if suffix in ("pth", "start") else f"{folder or 'pkg'}/vendored/compat/tables.{suffix}"
    return Member(name=name, data=member.data, raw_name=name.encode())


def _with_data(member: Member, data: bytes) -> Member:
    return Member(name=member.name, data=data, raw_name=member.raw_name)


def _utf16(member: Member) -> Member | None:
    return _with_data(member, member.data.decode("utf-8").encode("utf-16"))


def _utf7(member: Member) -> Member | None:
    if not member.name.endswith((".py", ".pyw")):
        return None  # only source files have a coding cookie
    text = member.data.decode("utf-8")
    return _with_data(member, b"# coding: utf-7\n" + text.encode("utf-7"))


MUTATIONS: tuple[Mutation, ...] = (
    Mutation(name="rename", does="other identifiers", text=_rename),
    Mutation(name="split-strings", does="strings cut in two", text=_split),
    Mutation(name="alias-builtins", does="exec, eval, ... under other names", text=_aliased("{name}")),
    Mutation(
        name="getattr-builtins",
        does="builtins fetched by name, cut in two",
        text=_aliased("getattr(__builtins__, {a!r} + {b!r})"),
    ),
    Mutation(name="base64", does="the whole as exec of base64", text=_encoded),
    Mutation(name="zlib", does="the whole as exec of base64 of zlib", text=_compressed),
    Mutation(name="pad", does="comments and empty lines between", text=_padded),
    Mutation(name="quotes", does="the other quotes", text=_quotes),
    Mutation(name="spacing", does="spaces around dots and before brackets", text=_spacing),
    Mutation(name="move", does="another file of the package", member=_moved),
    Mutation(name="utf-16", does="transcoded to UTF-16", member=_utf16),
    Mutation(name="utf-7", does="transcoded, with a coding cookie", member=_utf7),
)


def mutants(member: Member) -> Iterator[tuple[Mutation, Member]]:
    """Every mutation that applies to a member, with what it makes of it."""
    try:
        source: str | None = member.data.decode("utf-8")
    except UnicodeDecodeError:
        return
    is_code = member.name.endswith((".py", ".pyw", ".pth")) and _parses(source)
    for mutation in MUTATIONS:
        if mutation.member:
            changed = mutation.member(member)
            if changed:
                yield mutation, changed
        elif mutation.text and is_code:
            try:
                text = mutation.text(source)
            except (SyntaxError, ValueError, tokenize.TokenError):
                continue
            # A .pth line is code only when it starts with an import, and is one line.
            if text and text != source and _parses(text) and (".pth" not in member.name or text.startswith("import")):
                yield mutation, _with_data(member, text.encode())


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError):
        return False
    return True
