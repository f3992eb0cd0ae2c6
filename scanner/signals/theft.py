"""Theft in the course of an ordinary call: what a package is given for its work, sent to somebody else unnoticed."""

import re
from collections.abc import Iterator

from scanner import syntax
from scanner.member import Layer
from scanner.report import QUIET_SCOPES, Scope
from scanner.search import OF_CODE
from scanner.signals.acts import LARGEST, LARGEST_DECODED, MOST_SEEN
from scanner.signals.around import around
from scanner.signals.check import MemberCheck, Package, SignalKind
from scanner.signals.glance import NETWORK, SEEN
from scanner.signals.silent import Sent, secrets_sent

__all__ = ["KINDS", "SILENT", "UNHEARD", "TheftCheck", "holds_secrets", "may_hush", "may_send_unheard"]

SILENT = SignalKind(
    name="secret-sent-silently",
    behaviour="theft",
    description="Sends a password, key or the like to an address of its own, where no service of its user is, unheard",
    points=6.0,
    group="credentials-copied-elsewhere",
)
UNHEARD = SignalKind(
    name="secret-sent-unheard",
    behaviour="theft",
    description="Sends a secret to the one address it knows, and hears neither an answer nor that there was none",
    points=2.5,
    group="credentials-copied-elsewhere",
)
KINDS = {Sent.TO_A_STRANGER: SILENT, Sent.TO_A_SERVICE: UNHEARD}
_SENDS = (
    rb"(?:(?:requests|httpx?|\w*[sS]ession|\w*[cC]lient|\))\.(?:get|head)|\b(?:post|put|patch|request|urlopen|urlretrieve"
    rb"|send(?:all|to|mail|_message|_json|_document)?|publish|single|gethostbyname|getaddrinfo|opener\.open))\("
)
# A call that sends, as a statement of its own, or whose answer has a name, which nobody may use.
STATEMENT = rb"^[ \t]+(?:(?:await|with|async with)[ \t]+)?[\w.()]*(?:[,'\"][^()\n]{0,200}\)\.)?" + _SENDS
GIVEN = (
    rb"^[ \t]+\w+[ \t]*=[ \t]*(?:await[ \t]+)?(?:requests|httpx|(?:[\w.]*\.)?request|session|client)\.(?:get\(|"
    + _SENDS
    + rb")"
)
# What answers goes to the caller, who may drop it.
RETURNED = rb"^[ \t]+return\b[^\n#]{0,80}[ \t(.]" + _SENDS
# All of these must be there: trees are dear.
HANDS = OF_CODE.add(
    {
        "address": (
            rb"['\"](?:https?|wss?)://(?:\w[\w-]*\.\w|['\"{%])",
            rb"HTTPS?Connection\(",
            rb"(?:create_connection|connect)\(\(?['\"]",
            rb"sendto\([^\n]{1,200},[ \t]*\(['\"]",
            rb"gethostbyname(?:_ex)?\(|getaddrinfo\(|b64decode|fromhex|unhexlify|decompress\(",
        ),
        "unheard": (
            STATEMENT,
            (
                rb"(?:target[ \t]*=|submit\(|register\(|executor\(\w*,)[ \t]*(?:lambda\b[^:\n]{0,80}:[ \t]*)?"
                rb"(?:[\w.]+|__import__\([^()\n]{1,40}\))\.(?:get|post|put|patch|request|urlopen)\b"
            ),
            rb"(?:create_task|ensure_future|run|run_until_complete)\([\w.()]+" + _SENDS,
        ),
        "answered": (GIVEN,),
        "returned": (RETURNED,),
        "secret": (
            rb"(?i)passw|passcode|pwd|priv(?:ate)?_?key|mnemonic|phrase|(?:seed|backup|recovery)_?words|cvv|card_?n",
            rb"(?i)secret|cookie",
            rb"(?i)authorization|['\"]x-(?:\w{1,20}-)?(?:api-key|auth-key|token|secret)\b|hooks\.slack|api/webhooks|api\.telegram\.org|webhook\.site|pipedream|ngrok",
            rb"://\d{1,3}\.\d{1,3}\.|['\"]\d{1,3}(?:\.\d{1,3}){3}['\"]",
            rb"credentials\.(?:json|db|tfrc)|\bmcp\w*\.json|_desktop_config\.json|key4\.db|logins\.json",
            rb"\.(?:npmrc|pypirc|netrc|git-credentials)\b|Login Data|wallet\.dat",
            rb"headers[ \t]*=[ \t]*\{[ \t]*\*\*|\.kube|\.docker|\.azure|vault-token|id_(?:rsa|ed25519)",
            rb"hide_password|(?i:database_ur[il]|connection_string)|\bpw\b|\.aws|\.ssh|['\"/]\.env|_(?:API_KEY|TOKEN)|DATABASES|getpass",
        ),
        "signs": (rb"(?i)\bjw[st]\b|hmac|ecdsa|\bsignatures?\b|cipher|encrypt",),
        "hushed": (
            (
                rb"except[^\n:]{0,80}:[ \t]*(?:#[^\n]*)?\s{1,40}"
                rb"(?:pass|continue|return|\.\.\.|[\w.]{1,40}(?: ?= ?[\w'\"]|\.debug\())"
            ),
            rb"suppress\(",
            rb"Thread\(",
            rb"Timer\(",
            rb"submit\(",
            rb"run_in_executor\(",
            rb"create_task\(",
            rb"ensure_future\(",
            rb"start_new_thread\(",
            rb"atexit",
        ),
    }
)
NEEDED = frozenset(("address", "hushed"))
SECRETS = frozenset(("secret", "signs"))
SAID = frozenset(("unheard", "answered", "returned"))
SENDS = re.compile(rb"(?:" + STATEMENT + rb"|" + GIVEN + rb"|" + RETURNED + rb")", re.MULTILINE)
# They begin with plain characters, which re finds quickly.
SWALLOWS = re.compile(
    rb"except\b[^\n]{0,80}:[ \t]*(?:#[^\n]{0,80})?\s+"
    rb"(?:pass|continue|return[ \t]*(?:None|\{\}|\[\]|\w*['\"]{2})?[ \t]*$|[\w.]{1,40}\.debug\()",
    re.MULTILINE,
)
SUPPRESSES = re.compile(rb"suppress\([^\n]{0,80}\):[ \t]*\n")
NEAR = 600  # bytes between a call and what swallows its failure
MOST_PARSED = 30_000  # bytes of one distribution: each tree costs more than the rules do, and a thief's module is small
MOST_SWALLOWED = 120_000  # the same of modules that swallow such a failure
MOST_SEARCHED = 1_000_000  # bytes of a module in which one is searched


def holds_secrets(layer: Layer) -> bool:
    """Whether a text may have secrets to hand over, by its words."""
    return "secret" in layer.words[HANDS]


def may_send_unheard(layer: Layer) -> bool:
    """Whether a text may send what it is given to an address of its own, and nobody takes the answer, by its words."""
    hands = layer.words[HANDS]
    talks = not NETWORK.isdisjoint(layer.words[SEEN])
    return talks and "address" in hands and ("unheard" in hands or "returned" in hands)


def may_hush(layer: Layer) -> bool:
    """Whether a text may swallow what fails, by its words."""
    return "hushed" in layer.words[HANDS]


class TheftCheck(MemberCheck):
    kinds = (SILENT, UNHEARD)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen = self.parsed = self.swallowed = 0

    def see_layer(self, layer: Layer) -> None:
        if not layer.is_code or layer.scope in QUIET_SCOPES:
            return
        is_large = len(layer.data) > (LARGEST_DECODED if layer.path else LARGEST)
        if not is_large:
            self.seen += len(layer.data)
            if self.seen > MOST_SEEN and layer.scope is Scope.CODE:
                return
        hands = layer.words[HANDS]
        if not hands.keys() >= NEEDED or NETWORK.isdisjoint(layer.words[SEEN]):
            return
        if hands.keys().isdisjoint(SAID) or hands.keys().isdisjoint(SECRETS):
            return
        source = syntax.normalise(layer.data[:MOST_SEARCHED])
        places = [*_swallowed(source)]
        if not places and (is_large or "unheard" not in hands):
            return
        if is_large:
            source = around(source, places)
        size = len(source) - source.count(b"\n")
        if places:
            self.swallowed += size
        else:
            self.parsed += size
        if self.swallowed > MOST_SWALLOWED if places else self.parsed > MOST_PARSED:
            return
        tree = syntax.tree_of(source) if is_large else layer.tree
        sent = secrets_sent(tree) if tree is not None else {}
        for whom, kind in KINDS.items():
            self.tell(kind, layer, sent.get(whom))


def _swallowed(source: bytes) -> Iterator[int]:
    """Where calls stand that send and seem to swallow their failure: hardly in an honest module, however large."""
    last = 0
    for handler in SWALLOWS.finditer(source):
        at = handler.start()
        yield from (sends.start() for sends in SENDS.finditer(source, max(last, at - NEAR), at))
        last = at
    for suppresses in SUPPRESSES.finditer(source):
        if SENDS.search(source, suppresses.end(), suppresses.end() + NEAR):
            yield suppresses.start()
