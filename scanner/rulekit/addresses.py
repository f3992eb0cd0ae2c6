"""Whether text is inert: no address in it can belong to anybody.

Reserved: RFC 2606 and 6761 (``.invalid``, ``.example``, ``.test``, ``.localhost``, ``example.com/.net/.org``), every
IP address that is not global (documentation, private, loopback, link-local with the clouds' metadata addresses).
Rules that look for a public service need its host in their samples; such a host may stand where the rules name it, with
nothing behind it that could be somebody's page: words, placeholders, or one character repeated.
"""

import ipaddress
import re
from collections.abc import Iterator

__all__ = ["addresses_in", "is_inert"]

_URL = re.compile(
    rb"(?i)\b[a-z][a-z0-9+.-]{1,15}://(?:[^\s/@'\"<>]{1,80}@)?([\w.{}<>%-]{1,253}|\[[0-9a-f:.]+\])(?::\d+)?([^\s'\"`]{0,300})"
)
_IPV4 = re.compile(rb"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]|-\w)")
_MAIL = re.compile(rb"(?i)[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
# A whole literal that is a host name, as in connect(("host", 443)); other dotted words are mostly modules.
_HOST = re.compile(
    rb"(?i)['\"]((?:[a-z0-9-]{1,63}\.)+(?:com|net|org|io|ru|cn|xyz|top|info|biz|site|online|club|shop|icu|cc|tk|pw|su|onion))['\"]"
)
_RESERVED = (
    "invalid",
    "example",
    "test",
    "localhost",
    "example.com",
    "example.net",
    "example.org",
    "internal",
    "local",
)
_MARKERS = ("inert", "example", "invalid", "placeholder", "sample")
# Words, a template, dots, or one character again and again.
_HARMLESS = re.compile(r"[A-Za-z@._~-]*|.*[{<%$].*|(.)\1*|v\d+")


def addresses_in(data: bytes) -> Iterator[tuple[str, str]]:
    """Host and the rest of each address in a text; the rest is empty for bare hosts."""
    for match in _URL.finditer(data):
        yield match[1].decode("latin-1").lower(), match[2].decode("latin-1")
    for pattern in (_IPV4, _MAIL, _HOST):
        for match in pattern.finditer(data):
            yield match[match.lastindex or 0].decode("latin-1").lower(), ""


def is_inert(host: str, rest: str, services: str) -> bool:
    """Whether an address is nobody's. ``services`` is text (the rules') in which public services are named."""
    host = host.strip("[].")
    if not host or host[0] in "{<%" or host in ("localhost", "localhost.localdomain"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    if _IPV4.fullmatch(host.encode()):
        return True  # four numbers that are no address: a version
    labels = host.split(".")
    if len(labels) == 1 or host.endswith(tuple("." + name for name in _RESERVED)) or host in _RESERVED:
        return True
    # Rules spell hosts as regular expressions, so the word before the last dot is what both have.
    word = labels[-2]
    if labels[-1] != "onion" and not (len(word) > 2 and re.search(rf"(?i)\b{re.escape(word)}\b", services)):
        return False
    own = labels[:-1] if labels[-1] == "onion" else [label for label in labels[:-2] if label not in services]
    parts = [*own, *re.split(r"[/?&=#:]", rest)]
    return any(marker in (host + rest).lower() for marker in _MARKERS) or all(map(_HARMLESS.fullmatch, parts))
