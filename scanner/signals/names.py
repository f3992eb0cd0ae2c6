"""Names that lean on a popular project's name."""

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name
from rapidfuzz import process
from rapidfuzz.distance import OSA

from scanner.report import Finding
from scanner.signals.check import Check, SignalKind, finding
from scanner.signals.popular import PopularNames, bare, look

__all__ = ["NameCheck", "near_popular"]

TYPOSQUAT = SignalKind(
    name="name-typosquat",
    behaviour="naming",
    description="The name is one slip of the finger away from a popular project's: people install it by mistake",
    points=1.8,
    group="name",
)
KEYBOARD = SignalKind(
    name="name-keyboard-neighbour",
    behaviour="naming",
    description="The name is a popular project's with one key hit beside the right one",
    points=2.0,
    group="name",
)
HOMOGLYPH = SignalKind(
    name="name-homoglyph",
    behaviour="naming",
    description="The name looks like a popular project's through look-alike characters (0 for o, 1 for l, rn for m)",
    points=2.2,
    group="name",
)
SEPARATOR = SignalKind(
    name="name-separator",
    behaviour="naming",
    description="The name is a popular project's with separators added, moved or left out",
    points=1.6,
    group="name",
)
WORD_ORDER = SignalKind(
    name="name-word-order",
    behaviour="naming",
    description="The name has the words of a popular project's name in another order",
    points=1.4,
    group="name",
)
COMBOSQUAT = SignalKind(
    name="name-combosquat",
    behaviour="naming",
    description="The name is a popular project's with a word that says nothing (py, lib, dev, 2, official)",
    points=0.9,
    group="name",
)

# Shorter names are near to everything; PyPI's own check and its peers leave them out too.
SHORTEST = 5
# From this length on, two edits are still more likely a copy than chance.
TWO_EDITS_FROM = 11
# Words that name no function: a plugin or client says what it adds, a squat does not.
_EMPTY = (
    "py python python2 python3 py3 lib libs library dev devel development new newest latest update updated upgrade "
    "upgraded fix fixed patch patched official original real true pro plus premium free full lite beta alpha rc stable "
    "release final main master test tests tool tools util utils helper helpers addon addons extra extras package "
    "packages pkg module modules code source src install installer setup build version v2 v3 x s z 1 2 3 4 5 11 22 "
    "beautify clean good better best fast secure safe sec super ultra easy simple api sdk client"
)
EMPTY_WORDS = frozenset(_EMPTY.split())
KEYBOARD_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")


def _keyboard_pairs() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for y, row in enumerate(KEYBOARD_ROWS):
        for x, key in enumerate(row):
            for dy, dx in ((0, 1), (1, 0), (1, -1)):
                if y + dy < len(KEYBOARD_ROWS) and 0 <= x + dx < len(KEYBOARD_ROWS[y + dy]):
                    other = KEYBOARD_ROWS[y + dy][x + dx]
                    pairs |= {(key, other), (other, key)}
    return frozenset(pairs)


NEIGHBOURS = _keyboard_pairs()


def near_popular(name: str, popular: PopularNames) -> tuple[SignalKind, str] | None:
    """The signal and the popular name that ``name`` leans on, the most telling first; None if it is itself popular."""
    name = canonicalize_name(name)
    if name in popular.names or len(name) < SHORTEST:
        return None
    if twin := popular.bare.get(bare(name)):
        return (SEPARATOR, twin) if len(bare(name)) >= SHORTEST else None
    words = name.split("-")
    if twin := popular.by_words.get(tuple(sorted(words))):
        return WORD_ORDER, twin
    if _belongs_to_family(words, popular):
        return None
    reach = 2 if len(name) >= TWO_EDITS_FROM else 1
    for other in popular.by_look.get(look(name), ()):
        if len(other) >= SHORTEST and abs(len(other) - len(name)) <= 1:
            return HOMOGLYPH, other
    near = [other for other in popular.near_length(len(name), 1) if len(other) >= SHORTEST]
    slips = process.extract(name, near, scorer=OSA.distance, score_cutoff=reach, limit=None)
    best = min(
        ((distance, other) for other, distance, _ in slips if not _differs_in_number_only(name, other)), default=None
    )
    if best:
        return (KEYBOARD if _one_key_off(name, best[1]) else TYPOSQUAT), best[1]
    return _combosquat(name, words, popular)


def _belongs_to_family(words: list[str], popular: PopularNames) -> bool:
    """``flask-x`` adds x to Flask: a plugin's name, unless the added word is empty."""
    for cut in range(1, len(words)):
        head, tail = "-".join(words[:cut]), "-".join(words[cut:])
        if head in popular.names and not set(words[cut:]) <= EMPTY_WORDS:
            return True
        if tail in popular.names and not set(words[:cut]) <= EMPTY_WORDS:
            return True
    return False


def _combosquat(name: str, words: list[str], popular: PopularNames) -> tuple[SignalKind, str] | None:
    for cut in range(1, len(words)):
        for part, rest in (("-".join(words[:cut]), words[cut:]), ("-".join(words[cut:]), words[:cut])):
            if part in popular.names and len(part) >= SHORTEST and set(rest) <= EMPTY_WORDS:
                return COMBOSQUAT, part
    for affix in ("python", "py", "lib", "3", "2", "x"):
        for part in (name.removeprefix(affix), name.removesuffix(affix)):
            if part != name and part in popular.names and len(part) > SHORTEST:
                return COMBOSQUAT, part
    return None


def _differs_in_number_only(name: str, other: str) -> bool:
    """``psycopg2`` and ``psycopg3``, ``pyqt5-x`` and ``pyqt6-x``: generations of one family."""
    return re.sub(r"\d+", "", name) == re.sub(r"\d+", "", other)


def _one_key_off(name: str, other: str) -> bool:
    if len(name) != len(other):
        return False
    differing = [(a, b) for a, b in zip(name, other, strict=True) if a != b]
    return len(differing) == 1 and differing[0] in NEIGHBOURS


class NameCheck(Check):
    """Compares the project's name with a popularity list, before any member is read."""

    kinds = (TYPOSQUAT, KEYBOARD, HOMOGLYPH, SEPARATOR, WORD_ORDER, COMBOSQUAT)

    def findings(self) -> Iterator[Finding]:
        if self.package.facts.popular:
            return
        near = near_popular(self.package.project, self.package.popular)
        if near:
            kind, other = near
            yield finding(kind, evidence=f"{self.package.project} is near {other}")
