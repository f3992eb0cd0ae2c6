"""What the headers of a request show of who asks, and what else they carry."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from scanner.syntax import text_of

__all__ = ["PLAIN_QUOTED", "SHOWN", "beside", "is_header", "made_cookies", "plain", "proves", "proving", "showing"]

# What shows a service who asks, rather than hands something over: what a request is told by these names.
_SHOWN = "headers auth cookies cert proxies proxy timeout verify pkey key_filename client_keys"
SHOWN: Final = frozenset(_SHOWN.split())
# Headers by which a service knows who asks.
SHOWS: Final = re.compile(r"auth|key|token|secret|password|cookie|session|credential", re.IGNORECASE)
# Those that alone prove it, to whoever is asked, and are of use to nobody else.
PROVES: Final = re.compile(r"(?:proxy-)?authorization|(?:x-)?api-key|x-(?:\w+-)*(?:token|key|secret)", re.IGNORECASE)
# Those that say what the other side, or whoever stands between, does with a request: they carry no data.
_PLAIN = (
    r"if-(?:none-match|match|modified-since|range)|user-agent|accept(?:-\w{1,12})?|referer|via|range|cache-control"
    r"|x-(?:request|correlation|trace)-id|traceparent|tracestate"
)
PLAIN: Final = re.compile(_PLAIN, re.IGNORECASE)
PLAIN_QUOTED: Final = rb"(?i)['\"](?:%b)['\"]" % _PLAIN.encode()  # without one, no text writes such a header out
COOKIES: Final = frozenset(("cookie", "set-cookie", "cookies"))


def beside(headers: ast.expr | None) -> Iterator[ast.expr]:
    """What headers carry that show nobody who asks, and the headers of other requests."""
    return (value for name, value in _written(headers) if name is None or not SHOWS.search(name))


def made_cookies(cookies: ast.expr | None) -> Iterator[ast.expr]:
    """What is made for cookies that are written out: a session's are had from its service, and only named."""
    return (value for _, value in _written(cookies) if isinstance(value, ast.Call))


def showing(headers: ast.expr | None) -> Iterator[ast.expr]:
    """What headers carry that shows who asks."""
    return (value for name, value in _written(headers) if name is not None and SHOWS.search(name))


def proving(headers: ast.expr | None) -> Iterator[ast.expr]:
    """What headers carry that proves who asks."""
    return (value for name, value in _written(headers) if name is not None and PROVES.fullmatch(name))


def plain(node: ast.AST) -> Iterator[ast.expr]:
    """What a statement or an expression puts into headers that carry no data."""
    match node:
        case ast.Dict():
            yield from (value for name, value in _written(node) if name is not None and PLAIN.fullmatch(name))
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(name)))], value=value):
            if PLAIN.fullmatch(name):
                yield value
        case ast.Call(args=[ast.Constant(value=str(name)), value]) if PLAIN.fullmatch(name):
            yield value
        case _:
            pass


def _written(headers: ast.expr | None) -> Iterator[tuple[str | None, ast.expr]]:
    """The headers that are written out, by their names, and without one other headers that are put among them."""
    if isinstance(headers, ast.Dict):
        for key, value in zip(headers.keys, headers.values, strict=True):
            if key is None or isinstance(key, ast.Constant):
                yield None if key is None else text_of(key), value


def is_header(holder: ast.expr, name: str) -> bool:
    """Whether this is what the headers of a request prove of who asks."""
    held = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
    return held.endswith("headers") and PROVES.fullmatch(name) is not None


def proves(header: str) -> bool:
    """Whether a header of this name proves who asks, or is a cookie, which does as well."""
    return PROVES.fullmatch(header) is not None or header.lower() in COOKIES
