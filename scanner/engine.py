"""YARA over layers: one match call per layer, hits turned into findings."""

import hashlib
import re
from collections.abc import Iterator

from scanner.member import Layer
from scanner.report import Finding
from scanner.ruleset import RuleSet

__all__ = ["match_layer"]

SNIPPET_LENGTH = 160  # characters: about two lines of a card
# libyara's own time limit is in whole seconds and gives no partial result, so hits arrive by callback.
MATCH_SECONDS = 10


def match_layer(rules: RuleSet, layer: Layer) -> Iterator[Finding]:
    """Every rule that matches this layer, once, at its first match; ``points`` are the rule's own until scored."""
    for match in rules.compiled.match(data=layer.data, timeout=MATCH_SECONDS):
        rule = rules.rules[match.rule]
        if not rule.applies(layer.member.name, layer.scope):
            continue
        instance = min((i for s in match.strings for i in s.instances), key=lambda i: i.offset, default=None)
        offset = instance.offset if instance else 0
        evidence = bytes(instance.matched_data) if instance else b""
        yield Finding(
            rule=rule.name,
            behaviour=rule.behaviour,
            description=rule.description,
            points=rule.points if rule.status == "stable" else 0.0,
            member=layer.member.name,
            layers=layer.path,
            line=layer.line_at(offset),
            snippet=snippet(layer.data, offset, len(evidence)),
            scope=layer.scope,
            status="stable" if rule.status == "stable" else "shadow",
            group=rule.group,
            fingerprint=fingerprint(rule.name, evidence),
        )


def fingerprint(rule: str, evidence: bytes) -> str:
    """Rule and evidence with white space folded, so that indentation and line ends do not make it new."""
    normal = re.sub(rb"\s+", b" ", evidence)
    return hashlib.sha256(rule.encode() + b"\0" + normal).hexdigest()[:32]


def snippet(data: bytes, offset: int, length: int) -> str:
    """The line around a match, cut to SNIPPET_LENGTH around the match itself."""
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - SNIPPET_LENGTH // 2)
    end = data.find(b"\n", offset + length)
    end = min(len(data) if end == -1 else end, start + SNIPPET_LENGTH)
    return data[start:end].decode("utf-8", "backslashreplace").strip()
