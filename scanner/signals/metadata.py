"""METADATA and PKG-INFO: what a package says of itself, and what it leaves out or borrows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.parser import HeaderParser
from functools import cache
from importlib import resources

from packaging.utils import canonicalize_name

from scanner.member import Member
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding
from scanner.signals.popular import bare

__all__ = ["MetadataCheck"]

EMPTY = SignalKind(
    name="metadata-empty",
    behaviour="metadata",
    description="No description, no home page and no summary worth the name: nobody is meant to read it",
    points=0.9,
    group="metadata-text",
)
FILLER = SignalKind(
    name="metadata-filler",
    behaviour="metadata",
    description="The summary or description is a template's filler text",
    points=0.8,
    group="metadata-text",
)
COPIED = SignalKind(
    name="metadata-copied-description",
    behaviour="metadata",
    description="The description is titled with a popular project's name: a copied readme lends trust",
    points=1.2,
    group="metadata-borrowed",
)
OTHER_HOME = SignalKind(
    name="metadata-borrowed-home-page",
    behaviour="metadata",
    description="The home page is a popular project's repository: its stars and history belong to somebody else",
    points=1.2,
    group="metadata-borrowed",
)
PLACEHOLDER = SignalKind(
    name="metadata-placeholder-author",
    behaviour="metadata",
    description="The author is a placeholder",
    points=0.8,
    group="metadata-author",
)
NAMELESS = SignalKind(
    name="metadata-no-author",
    behaviour="metadata",
    description="Nobody is named as author or maintainer",
    points=0.5,
    group="metadata-author",
)
DISPOSABLE = SignalKind(
    name="metadata-disposable-mail",
    behaviour="metadata",
    description="The author's mail address is at a throw-away provider",
    points=1.4,
    group="metadata-author",
)
NAME_DIFFERS = SignalKind(
    name="metadata-name-differs",
    behaviour="metadata",
    description="The metadata names another project or version than the file name",
    points=1.0,
)
ABSENT = SignalKind(
    name="metadata-absent",
    behaviour="metadata",
    description="The distribution has no METADATA or PKG-INFO, which every build tool writes",
    points=0.6,
)

LONGEST = 64 * 1024  # bytes of metadata read; headers come first
OWN_METADATA = re.compile(r"^[^/]+/PKG-INFO$|^[^/]+\.dist-info/METADATA$")
FILLER_TEXT = re.compile(
    r"^\s*(unknown|none|todo|test(ing)?( (package|project|module))?|hello,? ?world|description"
    r"|a? ?(short|small|simple|basic)? ?(example|sample|test|demo) (python )?(package|project|library|module)"
    r"|my (first )?(python )?(package|project|module)|a (basic|simple|short|nice) (description|package)"
    r"|(long |short )?description( here)?|.{0,3}|lorem ipsum.*|add (a |your )?(short )?description.*"
    r"|[a-z]{0,4}[sdfjkl]{6,}[a-z]*)\s*\.?\s*$",
    re.IGNORECASE,
)
PLACEHOLDER_AUTHOR = re.compile(
    r"^\s*(|unknown|none|null|test(er|ing)?\d*|author|your ?(full )?name( here)?|my ?name|example( author)?|name"
    r"|user(name)?|admin|root|anonymous|anon|me|john ?(doe|smith)|jane doe|foo|bar|abc|xyz|asdf\w*|qwer\w*|python"
    r"|developer|dev|hacker|security)\s*$",
    re.IGNORECASE,
)
PLACEHOLDER_MAIL = re.compile(
    r"@(example|test|email|mail|domain|company|abc|xyz|none|noreply|localhost)\.(com|org|net|invalid|py|test)$"
    r"|^(your|you|test|example|author|name|user|none|null)[\w.+-]{0,12}@",
    re.IGNORECASE,
)
REPOSITORY = re.compile(
    r"https?://(?:www\.)?(?:github|gitlab|bitbucket)\.(?:com|org)/(?!(?:sponsors|orgs|users|topics)/)([\w.-]+)/([\w.-]+?)(?:\.git)?(?:[/#?]|$)",
    re.IGNORECASE,
)
HEADING = re.compile(r"^\s*(?:#\s+|=+\s*\n)?\s*([A-Za-z][\w.\- ]{3,40}?)\s*#*\s*(?:\n[=\-~*#]{3,}|\n|$)")
MAIL_DOMAIN = re.compile(r"@([\w.-]+\.\w+)")


@cache
def _disposable() -> frozenset[str]:
    return frozenset((resources.files("scanner.signals") / "data" / "disposable_mail.txt").read_text("utf-8").split())


@dataclass(frozen=True)
class _Stated:
    """The fields that the signals compare; cut short, they are kept until the end of the scan."""

    member: str
    name: str
    version: str
    summary: str
    author: str
    mail: str
    urls: tuple[str, ...]
    heading: str
    described: bool


def _text(value: object) -> str:
    text = str(value or "").strip()
    return "" if text.upper() == "UNKNOWN" else text[:500]


def _read(member: Member) -> _Stated:
    parsed = HeaderParser().parsestr(member.data[:LONGEST].decode("utf-8", "replace"))
    body = str(parsed.get_payload() or "") or str(parsed.get("Description", ""))
    body = "" if body.strip().upper() == "UNKNOWN" else body.strip()
    heading = HEADING.match(body[:400])
    urls = [_text(parsed.get("Home-page")), _text(parsed.get("Download-URL"))]
    urls += [str(entry).partition(",")[2].strip() for entry in parsed.get_all("Project-URL", [])]
    return _Stated(
        member=member.name,
        name=_text(parsed.get("Name")),
        version=_text(parsed.get("Version")),
        summary=_text(parsed.get("Summary")),
        author=_text(parsed.get("Author")) or _text(parsed.get("Maintainer")),
        mail=_text(parsed.get("Author-email")) or _text(parsed.get("Maintainer-email")),
        urls=tuple(url[:300] for url in urls if url),
        heading=heading[1] if heading else "",
        described=len(body) >= 40 and not FILLER_TEXT.match(body[:200]),
    )


class MetadataCheck(Check):
    kinds = (EMPTY, FILLER, COPIED, OTHER_HOME, PLACEHOLDER, NAMELESS, DISPOSABLE, NAME_DIFFERS, ABSENT)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.stated: _Stated | None = None
        self.members = 0

    def see(self, member: Member, scope: Scope) -> None:
        self.members += 1
        if self.stated is None and OWN_METADATA.match(member.name):
            self.stated = _read(member)

    def findings(self) -> Iterator[Finding]:
        stated = self.stated
        if stated is None:
            if self.members:
                yield finding(ABSENT)
            return
        for kind, evidence in self._fired(stated):
            yield finding(kind, member=stated.member, evidence=evidence)

    def _fired(self, stated: _Stated) -> Iterator[tuple[SignalKind, str]]:
        empty_summary = not stated.summary or bool(FILLER_TEXT.match(stated.summary))
        if not stated.described and empty_summary and not stated.urls:
            yield EMPTY, stated.summary
        elif not stated.described and stated.summary and empty_summary:
            yield FILLER, stated.summary
        yield from self._borrowed(stated)
        domains = {domain.lower() for domain in MAIL_DOMAIN.findall(stated.mail)}
        if disposable := sorted(domains & _disposable()):
            yield DISPOSABLE, disposable[0]
        elif not stated.author and not stated.mail:
            yield NAMELESS, ""
        elif stated.author and PLACEHOLDER_AUTHOR.match(stated.author):
            yield PLACEHOLDER, stated.author
        elif PLACEHOLDER_MAIL.search(stated.mail):
            yield PLACEHOLDER, stated.mail
        project = self.package.project
        if stated.name and project and canonicalize_name(stated.name) != canonicalize_name(project):
            yield NAME_DIFFERS, f"{stated.name} in {self.package.filename}"

    def _borrowed(self, stated: _Stated) -> Iterator[tuple[SignalKind, str]]:
        own = bare(self.package.project)
        if self.package.is_popular:
            return
        for url in stated.urls:
            repository = REPOSITORY.match(url)
            if repository and self._is_anothers(canonicalize_name(repository[2]), own, bare(repository[1])):
                yield OTHER_HOME, url
                break
        if self._is_anothers(canonicalize_name(stated.heading.strip()), own, ""):
            yield COPIED, stated.heading.strip()

    def _is_anothers(self, name: str, own: str, owner: str) -> bool:
        """A popular name that is not part of the project's own, nor the other way round, nor its owner's family."""
        plain = bare(name)
        related = plain in own or own in plain or (owner and (owner in own or own in owner))
        return name in self.package.popular.names and len(plain) >= 4 and not related
