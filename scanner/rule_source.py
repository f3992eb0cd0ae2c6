"""Rule files as their authors wrote them: names, meta, strings with their lines, and the condition's words.

The compilers give neither lines nor conditions for what compiles, so problems are placed and prefilters made by what
this reader finds. It takes any file that compiles; what it does not understand is left to the compiler's own message.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

__all__ = ["RuleSource", "StringSource", "read_rules", "rule_files", "rules_in"]

# One alternative for each thing in which the others must not be looked for.
_TOKEN = re.compile(
    r"""
      (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<text> "(?:[^"\\\n]|\\.)*" )
    | (?P<regex> (?<=[=(\s]) / (?![/*]) (?:[^/\\\n\[] | \\. | \[ \^? \]? (?:[^\]\\\n]|\\.)* \] )+ / [a-z]* )
    | (?P<hex> (?<==)\s*\{ [^}]* \} )
    | (?P<number> -?\d[\dA-Za-z]* )
    | (?P<sign> \.\. | [=!<>]= | << | >> | [{}:=()<>,.+*%\[\]&|^~/-] )
    | (?P<name> [$\#@!]? [A-Za-z_][A-Za-z0-9_]* \*? | [$\#@!] )
    | (?P<other> \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_MODIFIERS = frozenset({"nocase", "wide", "ascii", "fullword", "private", "xor", "base64", "base64wide"})
_ESCAPE = re.compile(r'\\(?:x([0-9A-Fa-f]{2})|(["\\tnrabfv]))')


class StringSource(msgspec.Struct, frozen=True, kw_only=True):
    """``kind`` is ``text``, ``regex`` or ``hex``; ``value`` is what stands between the delimiters."""

    name: str
    kind: str
    value: str
    modifiers: frozenset[str]
    line: int

    def literal(self) -> bytes:
        """The bytes of a text string."""
        escapes = {"t": "\t", "n": "\n", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
        plain = _ESCAPE.sub(
            lambda m: chr(0xDC00 + int(m[1], 16)) if m[1] else escapes.get(m[2], m[2]),
            self.value,
        )
        return b"".join(
            bytes([ord(char) - 0xDC00]) if 0xDC00 <= ord(char) <= 0xDCFF else char.encode() for char in plain
        )


class RuleSource(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of one file; meta values are text, each with its line."""

    name: str
    path: Path
    line: int
    private: bool
    meta: dict[str, tuple[str, int]]
    strings: tuple[StringSource, ...]
    condition: tuple[str, ...]  # its tokens, without the brace that ends the rule

    @property
    def is_guarded(self) -> bool:
        """Whether what else stands in a text can keep the rule from matching."""
        return "not" in self.condition

    def line_of(self, key: str) -> int:
        return self.meta[key][1] if key in self.meta else self.line


class _Token(msgspec.Struct):
    kind: str
    value: str
    line: int


def _tokens(text: str) -> Iterator[_Token]:
    line, at = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        kind = match.lastgroup or ""
        if kind != "comment":
            yield _Token(kind, match[0].strip(), line)


def rule_files(folder: Path) -> list[Path]:
    """Every rule file below a folder, in order. Hidden names are an editor's (``.#name.yar`` is a lock)."""
    return sorted(path for path in folder.glob("**/*.yar") if not path.name.startswith(".") and not path.is_dir())


def read_rules(path: Path) -> list[RuleSource]:
    """Every rule of a file, private ones included."""
    return rules_in(path.read_text("utf-8", "replace"), path)


def rules_in(text: str, path: Path) -> list[RuleSource]:
    """Every rule of a file whose text is at hand, private ones included."""
    tokens = list(_tokens(text))
    starts = [index for index, token in enumerate(tokens[:-1]) if token.value == "rule" and _is_start(tokens, index)]
    ends = [*starts, len(tokens)][1:]
    return [_rule(path, tokens, start, end) for start, end in zip(starts, ends, strict=True)]


def _is_start(tokens: list[_Token], index: int) -> bool:
    following = tokens[index + 2].value if index + 2 < len(tokens) else ""
    return tokens[index].kind == "name" and tokens[index + 1].kind == "name" and following in ("{", ":")


def _rule(path: Path, tokens: list[_Token], start: int, end: int) -> RuleSource:
    meta: dict[str, tuple[str, int]] = {}
    strings: list[StringSource] = []
    section = ""
    condition = end
    for index in range(start + 2, end):
        token = tokens[index]
        following = tokens[index + 1].value if index + 1 < end else ""
        if token.kind == "name" and following == ":" and token.value in ("meta", "strings", "condition"):
            section = token.value
            condition = index + 2
        elif following == "=" and section in ("meta", "strings") and token.kind == "name" and index + 2 < end:
            value = tokens[index + 2]
            if section == "meta":
                meta[token.value] = (_unquoted(value), token.line)
            else:
                strings.append(_string(tokens, index, end))
    words = [token.value for token in tokens[condition:end]]
    closing = len(words) - 1 - words[::-1].index("}") if "}" in words else len(words)
    private = start > 0 and any(token.value == "private" for token in tokens[max(0, start - 2) : start])
    return RuleSource(
        name=tokens[start + 1].value,
        path=path,
        line=tokens[start].line,
        private=private,
        meta=meta,
        strings=tuple(strings),
        condition=tuple(words[:closing]) if section == "condition" else (),
    )


def _unquoted(token: _Token) -> str:
    return token.value[1:-1].replace('\\"', '"').replace("\\\\", "\\") if token.kind == "text" else token.value


def _string(tokens: list[_Token], index: int, end: int) -> StringSource:
    value = tokens[index + 2]
    modifiers: set[str] = set()
    for token in tokens[index + 3 : end]:
        if token.kind != "name" or token.value not in _MODIFIERS:
            break
        modifiers.add(token.value)
    text = value.value
    if value.kind == "regex":
        body, _, flags = text[1:].rpartition("/")
        modifiers |= {"nocase"} if "i" in flags else set()
        text = body
    else:
        text = text[1:-1]
    return StringSource(
        name=tokens[index].value, kind=value.kind, value=text, modifiers=frozenset(modifiers), line=tokens[index].line
    )
