"""YARA over layers: one match call per layer, hits turned into findings."""

import math
import time
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import yara

from scanner.decode.blobs import is_executable
from scanner.decode.listing import in_listing
from scanner.decode.places import likely_quiet, may_be_quiet, place_of, runs_on_import, spans_of
from scanner.evidence import EVIDENCE_MATCHES, fingerprint, joint, snippet, telling
from scanner.member import REWRITTEN, Layer
from scanner.memory import Latest
from scanner.report import LOUD_SCOPES, LOUDNESS, Anomaly, Finding, Place, Scope
from scanner.ruleset import RuleSet

__all__ = [
    "Matcher",
    "Memory",
    "loudness",
    "match_layer",
    "merge",
    "new_memory",
]

# libyara's time limit is in whole seconds. A layer gets two, and one more for every 4 MB: twenty-five times what the
# rule set needs on ordinary text.
MATCH_SECONDS, MATCH_BYTES_PER_SECOND = 2, 4_000_000
# A timed-out layer is matched again in windows, so that one pathological stretch does not hide the rest. The overlap
# is longer than any bounded pattern of a rule.
WINDOW_BYTES, WINDOW_OVERLAP = 512 * 1024, 16 * 1024
WINDOW_SECONDS = 1
KNOWN_HITS = 16_384  # texts and their hits that are remembered: a few megabytes
BLANK = bytes(10 if code == 10 else 32 for code in range(256))  # all but line ends becomes a blank
PYC_MAGIC = b"\r\n"  # the third and fourth byte of every compiled module
# Of a piece of a large member, a NUL this near to a match says machine code: no source that Python takes holds one.
PROGRAM_NEAR = 256
GUARD = "$not_"  # a rule's own guards against false alarms are no evidence


# Loudest first, for the finding that stands for several.
PLACES = {place: number for number, place in enumerate(Place)}


@dataclass(frozen=True, slots=True)
class Hit:
    """One rule that matched one text; ``spans`` are where its strings stand first, in order, ``others`` where else.

    libyara tells of others only where a condition asks for them.
    """

    rule: str
    spans: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int], ...] = ()
    place: Place = Place.CODE


@dataclass(slots=True)
class _Known:
    """A text that was seen before: the rules that may match it, and what did; None where nobody asked yet."""

    candidates: tuple[str, ...] | None = None
    hits: tuple[Hit, ...] | None = None


Memory = Latest[bytes, _Known]  # by the digests of texts, for one rule set


def new_memory() -> Memory:
    """What matching remembers, with nothing in it yet."""
    return Latest(KNOWN_HITS)


@dataclass
class Matcher:
    """Matches the layers of one distribution; the same bytes are never matched twice while ``known`` holds them.

    ``deadline`` is on ``clock`` (monotonic seconds): no match call runs far past it. ``known`` may come from earlier
    distributions with the same rules; what was cut short is not told to later ones.
    """

    rules: RuleSet
    deadline: float | None = None
    clock: Callable[[], float] = time.monotonic
    known: Memory = field(default_factory=new_memory)
    _cut_short: dict[bytes, _Known] = field(default_factory=dict[bytes, _Known])

    def match(self, layer: Layer) -> Iterator[Finding | Anomaly]:
        """A finding for every rule that matches and applies here, and an anomaly for what could not be matched."""
        if not layer.data:
            return
        digest = layer.sha256  # of a decoded layer it is computed when asked for
        known = self._cut_short.get(digest) or self.known.get(digest)
        if known is None:
            known = _Known()
            self.known.add(digest, known, 1)
        if known.hits is None:
            if not _is_loud(layer) and not self._may_match(layer, known):
                return
            found: list[Hit] = []
            whole = True
            for item in self._hits(layer):
                if isinstance(item, Anomaly):
                    whole = False
                    yield item
                else:
                    found.append(item)
            known = _Known(known.candidates, tuple(found))
            if whole:
                self.known.add(digest, known, 1 + len(found))
            else:
                self._cut_short[digest] = known
        for hit in self._told(layer, known):
            finding = self._finding(hit, layer)
            rule = self.rules.rules[hit.rule]
            if any(rule.applies(layer.member.name, scope) for scope in (layer.scope, finding.scope)):
                yield finding

    def _may_match(self, layer: Layer, known: _Known) -> bool:
        """Many a candidate is a rule for other kinds of file; only what applies is worth libyara's time."""
        if known.candidates is None:
            known.candidates = tuple(self.rules.candidates(layer.data))
        return any(self._applies(rule, layer) for rule in known.candidates)

    def _applies(self, name: str, layer: Layer) -> bool:
        """By the member as a whole; where exactly the match runs is only known once it is placed."""
        rule = self.rules.rules[name]
        if rule.applies(layer.member.name, layer.scope):
            return True
        return layer.scope is Scope.CODE and layer.is_code and rule.applies(layer.member.name, Scope.IMPORT)

    def _finding(self, hit: Hit, layer: Layer) -> Finding:
        rule = self.rules.rules[hit.rule]
        start = hit.spans[0][0]
        shown = telling(layer.data, hit.spans) if hit.place is Place.CODE else hit.spans[0]
        scope = layer.scope
        if scope is Scope.CODE and hit.place is Place.CODE and layer.is_code and runs_on_import(layer, start):
            scope = Scope.IMPORT
        return Finding(
            rule=rule.name,
            behaviour=rule.behaviour,
            description=rule.description,
            points=rule.points if rule.status == "stable" else 0.0,
            member=layer.member.name,
            layers=layer.path,
            line=layer.line_at(shown[0]),
            snippet=snippet(layer.data, *shown),
            scope=scope,
            place=_place(layer, hit, is_of_programs=rule.behaviour == "native"),
            status="stable" if rule.status == "stable" else "shadow",
            group=rule.group,
            fingerprint=fingerprint(rule.name, layer.data, hit.spans, hit.others),
            base_points=rule.points,
        )

    def _told(self, layer: Layer, known: _Known) -> list[Hit]:
        """The hits, placed; as code where there is no room to tell."""
        # A hit of a rule for other kinds of file is not worth placing.
        hits = [hit for hit in known.hits or () if self._applies(hit.rule, layer)]
        try:
            return [*self._placed(layer, hits), *self._kept_out(layer, known)]
        except MemoryError:
            return hits

    def _kept_out(self, layer: Layer, known: _Known) -> Iterable[Hit]:
        """What only a comment or docstring keeps from matching: there an attacker may write whatever a rule spares."""
        if not layer.is_code:
            return ()
        if known.candidates is not None and not any(self.rules.rules[rule].is_guarded for rule in known.candidates):
            return ()
        matched = {hit.rule for hit in known.hits or ()}
        spared = {rule for rule in self.rules.spared(layer.data) if rule not in matched and self._applies(rule, layer)}
        spans = _quiet(layer) if spared else []
        code = self._without(layer, spans, spared) if spans else None
        return code.values() if code else ()

    def _placed(self, layer: Layer, hits: list[Hit]) -> Iterator[Hit]:
        """The hits of a source text, each where it is loudest.

        A match in a comment can hide one in code behind it, and only some of a rule's strings may stand in comments.
        So where any does, the text is matched once more without its comments and docstrings: rules that still hit,
        hit code; the others lie in what was blanked.
        """
        quiet = {hit.rule: hit for hit in hits if any(may_be_quiet(layer, start, end) for start, end in hit.spans)}
        code = self._in_code(layer, quiet) if quiet else quiet
        for hit in hits:
            if hit.rule in code:
                yield code[hit.rule]
            else:
                yield _quietened(layer, hit) if hit.rule in quiet else hit

    def _in_code(self, layer: Layer, hits: dict[str, Hit]) -> dict[str, Hit]:
        """What is left of these hits, by rule, in the text without its comments and docstrings.

        The parser is asked where something is missing without all that could be one.
        """
        likely = likely_quiet(layer)
        left = self._without(layer, likely, hits)
        if left is None or len(left) == len(hits):
            return left or hits
        spans = _quiet(layer)
        if not spans:
            return hits
        if spans != likely:
            left = self._without(layer, spans, hits)
        return hits if left is None else left

    def _without(self, layer: Layer, spans: Iterable[tuple[int, int]], rules: Container[str]) -> dict[str, Hit] | None:
        """Which of these rules match where the spans are blank, each with its hit; None where that cannot be told."""
        blank = bytearray(layer.data)
        for start, end in spans:
            blank[start:end] = blank[start:end].translate(BLANK)
        data = bytes(blank)
        if not any(rule in rules for rule in self.rules.candidates(data)):
            return {}
        again, fault, _ = self._call(data, self._seconds(layer))
        return None if fault else {hit.rule: hit for hit in again if hit.rule in rules}

    @staticmethod
    def _seconds(layer: Layer) -> int:
        return MATCH_SECONDS + len(layer.data) // MATCH_BYTES_PER_SECOND

    def _hits(self, layer: Layer) -> Iterator[Hit | Anomaly]:
        hits, fault, many = self._call(layer.data, self._seconds(layer))
        yield from hits
        if fault:
            yield from self._hits_by_window(layer, fault)
        if many:
            yield _anomaly(layer, "match-many", ", ".join(sorted(many)))

    def _call(self, data: bytes | memoryview, seconds: int, shift: int = 0) -> tuple[list[Hit], str, set[str]]:
        """One match call: hits by rule name, what stopped it (empty: nothing), rules with too many matches.

        Hits come by callback, so that those before a time-out are kept.
        """
        hits: list[Hit] = []
        many: set[str] = set()

        def keep(match: dict[str, Any]) -> int:
            hits.append(Hit(match["rule"], *_spans(match["strings"], shift)))
            return yara.CALLBACK_CONTINUE

        def warn(_kind: int, about: Any) -> int:
            many.add(str(getattr(about, "rule", about)))
            return yara.CALLBACK_CONTINUE

        fault = ""
        left = self._left()
        if left <= 0:
            return [], "match-timeout", many
        try:
            self.rules.compiled.match(
                data=data,
                callback=keep,
                which_callbacks=yara.CALLBACK_MATCHES,
                warnings_callback=warn,
                fast=True,  # the first match of a string is enough, except where a condition counts them
                timeout=max(1, min(seconds, math.ceil(left))),
            )
        except yara.TimeoutError:
            fault = "match-timeout"
        except yara.Error as error:  # content can exhaust libyara's regular expression machine
            fault = f"match-fault {error}"
        except (MemoryError, SystemError):  # a million matches of one string, each an object; or no room to tell of it
            hits.clear()
            fault = "match-fault out of memory"
        return sorted(hits, key=lambda hit: hit.rule), fault, many

    def _hits_by_window(self, layer: Layer, fault: str) -> Iterator[Hit | Anomaly]:
        """What can be had of a text that is too much for libyara at once; names the stretches that were not matched."""
        whole = memoryview(layer.data)
        unread: list[str] = []
        told: set[str] = set()
        for start in range(0, len(whole), WINDOW_BYTES):
            end = min(len(whole), start + WINDOW_BYTES + WINDOW_OVERLAP)
            hits, stopped, _ = self._call(whole[start:end], WINDOW_SECONDS, shift=start)
            if stopped:
                unread.append(f"{start:,}-{end:,}")
                if layer.is_code or _is_loud(layer):
                    # Whoever tires libyara out is told by the prefilter, which takes as long for any text.
                    hits += [Hit(rule, ((start, start),)) for rule in self.rules.suspects(layer.data[start:end])]
            for hit in hits:
                if hit.rule not in told:
                    told.add(hit.rule)
                    yield hit
        if unread:
            kind, _, detail = fault.partition(" ")
            yield _anomaly(layer, kind, f"bytes {', '.join(unread[:8])} {detail}".strip())

    def _left(self) -> float:
        return 3600.0 if self.deadline is None else self.deadline - self.clock()


def match_layer(rules: RuleSet, layer: Layer) -> Iterator[Finding]:
    """Every rule that matches this layer alone, once; ``points`` are the rule's own until scored."""
    for item in Matcher(rules).match(layer):
        if isinstance(item, Finding):
            yield item


def _quiet(layer: Layer) -> list[tuple[int, int]]:
    """Where all comments and docstrings of a layer stand, in order; nothing where it does not tokenize."""
    return [(start, end) for start, end, _ in spans_of(layer)]


def _quietened(layer: Layer, hit: Hit) -> Hit:
    """The hit by the first of its strings that lies in a comment or docstring; itself where all are code."""
    for start, end in hit.spans:
        place = place_of(layer, start, end)
        if place is not Place.CODE:
            return Hit(hit.rule, ((start, end), *hit.spans), hit.others, place)
    return hit


def _is_loud(layer: Layer) -> bool:
    """Whether libyara reads this text itself, whatever the prefilter says of it.

    Where an attacker's code starts matters most, so it does not hang on a second engine: what was hidden, and what runs
    by installing or starting.
    """
    return layer.scope in LOUD_SCOPES or not REWRITTEN.issuperset(layer.path)


def _place(layer: Layer, hit: Hit, *, is_of_programs: bool) -> Place:
    if not is_of_programs and in_program(layer, hit):
        return Place.PROGRAM
    return Place.LISTING if in_listing(layer, *hit.spans[0]) else hit.place


def in_program(layer: Layer, hit: Hit) -> bool:
    """Whether a match lies in machine code or beside it; Python's own bytecode is code, not a program."""
    data = layer.data
    if layer.is_code or data[2:4] == PYC_MAGIC:
        return False
    if not layer.member.start or layer.path:
        return is_executable(data)
    start, end = hit.spans[0]
    return b"\0" in data[max(0, start - PROGRAM_NEAR) : end + PROGRAM_NEAR]


def merge(findings: Iterable[Finding]) -> list[Finding]:
    """One finding per rule and way of decoding in a member: the loudest, with how many there were."""
    best: dict[tuple[str, tuple[str, ...]], Finding] = {}
    counts: dict[tuple[str, tuple[str, ...]], int] = {}
    prints: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for finding in findings:
        key = (finding.rule, finding.layers)
        counts[key] = counts.get(key, 0) + finding.count
        prints.setdefault(key, {})[finding.fingerprint] = None
        standing = best.get(key)
        if standing is None or loudness(finding) < loudness(standing):
            best[key] = finding
    return [
        msgspec.structs.replace(finding, count=counts[key], fingerprint=joint(prints[key]))
        for key, finding in best.items()
    ]


def loudness(finding: Finding) -> tuple[int, int]:
    """Sorts the loudest finding first: by where it runs, and by what text it stands in."""
    return PLACES[finding.place], LOUDNESS[finding.scope]


def _spans(strings: Iterable[Any], shift: int) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Where each string of a match stands first, and where else; guards only where a rule has nothing else."""
    evidence: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    guards: list[tuple[int, int]] = []
    for string in strings:
        is_guard = string.identifier.startswith(GUARD)
        for number, instance in enumerate(string.instances[: 1 if is_guard else EVIDENCE_MATCHES]):
            span = (shift + instance.offset, shift + instance.offset + instance.matched_length)
            (guards if is_guard else others if number else evidence).append(span)
    return tuple(sorted(evidence or guards)) or ((shift, shift),), tuple(sorted(others))


def _anomaly(layer: Layer, kind: str, detail: str) -> Anomaly:
    where = " > ".join(layer.path)
    return Anomaly(kind=kind, detail=f"{where}: {detail}" if where else detail, member=layer.member.name)
