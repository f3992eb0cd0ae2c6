"""What project and release a person means: a name, as on a card or for pip, or a page of the index or Inspector."""

import re
from urllib.parse import unquote

import msgspec
from packaging.utils import canonicalize_name, is_normalized_name

__all__ = ["Named", "named"]

_PAGE = re.compile(r"(?:https?://)?[^/\s]+/(?:project|simple)/([^/\s?#]+)(?:/([^/\s?#]+))?")
_VERSION_BEGINS = re.compile(r"\s*==\s*|\s+")


class Named(msgspec.Struct, frozen=True):
    """``project`` is normalised; ``sound`` is whether the index would give a project such a name."""

    project: str
    version: str | None
    sound: bool


def named(text: str) -> Named:
    """``name``, ``name==1.0``, ``name 1.0``, or a page of the index or of Inspector: ``…/project/name/1.0/``."""
    text = text.strip()
    page = _PAGE.match(text)
    if page is not None:
        name, version = unquote(page[1]), unquote(page[2] or "")
    else:
        name, version = [*_VERSION_BEGINS.split(text, maxsplit=1), ""][:2]
    project = canonicalize_name(name)
    return Named(project, version or None, is_normalized_name(project))
