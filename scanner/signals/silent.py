"""Secrets that a module sends to an address of its own while nobody notices, in the course of an ordinary call.

Who sends a password because that is its service waits for the answer, or says that there was none. A thief has no use
for one, and must not be heard when it fails.
"""

import ast
import itertools
import re
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import suppress
from enum import IntEnum
from typing import Final

from scanner.signals.addresses import UNNAMED
from scanner.signals.bodies import NONE
from scanner.signals.credentials import CARRIES, Credentials, Given, nobody
from scanner.signals.module import Module, given_to, module_of, verb_of
from scanner.signals.replaced import Intercepted
from scanner.signals.scopes import Scope
from scanner.signals.sends import Send, Sends

__all__ = ["Sent", "heard_from", "secrets_sent", "sent_on", "sent_on_unheard", "sent_unheard", "stores_sent_on"]


class Sent(IntEnum):
    """Whom a secret is sent to in silence: what may be its service, or who has no business with it.

    A service is sent a secret ``WITH_WORK`` for it, where ``TO_A_SERVICE`` goes the secret alone. What a machine keeps
    for its user no service asks for, however loudly: that is ``OF_A_STORE``. Nor does anybody put a key where all read
    it: ``ON_A_CHAIN``. ``OF_OTHERS_CALLS`` is what others' functions are given, whose place the module's own take.
    """

    WITH_WORK = 1
    TO_A_SERVICE = 2
    TO_A_STRANGER = 3
    OF_A_STORE = 4
    ON_A_CHAIN = 5
    OF_OTHERS_CALLS = 6


# What is signed and sent to a chain, or written beside it; the key that signs is given behind it.
PUBLISHES = frozenset(("sign_transaction", "signTransaction", "send_transaction", "MemoParams", "create_memo"))
LOGS_IN: Final = re.compile(r"log_?in|sign_?in|authenticate")
# By what names goes whose a secret is, and where he uses it.
WHOSE: Final = re.compile(
    r"(?i)user|login|e?mail|name|account|address|host|port|database|expiry|public|platform|\bid\b|_id\b"
)
MOST_PARTS = 64  # of what is sent
PUBLISHED = frozenset(("message", "memo", "transaction_dict", "transaction"))


def secrets_sent(
    of: ast.Module | Module,
    given: Given = nobody,
    hushed: Container[str] = (),
    *,
    silently: bool = True,
    stores: bool = False,
    on_chain: bool = False,
) -> dict[Sent, int]:
    """The first line (1-based) where a module sends a secret in silence, by kind; empty where it does not.

    ``given`` tells which calls get one of another module; what functions of ``hushed`` names fail at, nobody hears.
    ``stores`` are looked for where there may be such, other secrets where they may be sent ``silently``, keys in what
    the module puts ``on_chain``. What others' functions are given is looked for with other secrets. A tree that is
    nested too deep to follow gives nothing.
    """
    try:
        module = of if isinstance(of, Module) else module_of(of)
        sending = _Sending(module, hushed=hushed, given=given)
        found = sending.sent() if silently else {}
        if stores and (line := sending.all_sent(Credentials(module, only_stores=True, given=given))) is not None:
            found[Sent.OF_A_STORE] = line
        if on_chain and (line := sending.published()) is not None:
            found[Sent.ON_A_CHAIN] = line
        if silently and (line := sending.unheard(Intercepted(module))) is not None:
            found[Sent.OF_OTHERS_CALLS] = line
        return found
    except (RecursionError, MemoryError):
        return {}


def sent_on(
    module: Module,
    names: Collection[str],
    dropped: Container[str] = (),
    hushed: Container[str] = (),
    *,
    by_default: bool = False,
    even_served: bool = False,
    beside: Collection[str | None] = (),
) -> dict[Sent, int]:
    """The first line (1-based) where functions of these names send what they are given in silence, by kind.

    It goes to an address of their own. Of those that are ``dropped`` nobody takes the answer, and of those that are
    ``hushed`` nobody hears a failure. With ``by_default`` nobody chooses another address than the one that is written
    as a default. ``even_served`` says that no service asks for what they are given, be it one that the module has
    answers from. Who gives it to them talks to those ``beside``, and hears them.
    """
    try:
        handed = Credentials(module, handed=names)
        if not handed.handed:
            return {}
        sending = _Sending(module, dropped, hushed)
        return sending.sent_on(handed, by_default=by_default, even_served=even_served, beside=beside)
    except (RecursionError, MemoryError):
        return {}


def stores_sent_on(module: Module, names: Collection[str]) -> int | None:
    """The first line where functions of these names send what they are given to others, however loudly."""
    with suppress(RecursionError, MemoryError):
        handed = Credentials(module, handed=names)
        return _Sending(module).all_sent(handed) if handed.handed else None
    return None


def sent_on_unheard(module: Module, names: Collection[str]) -> int | None:
    """The first line where functions of these names send what they are given to an address of their own, unheard."""
    with suppress(RecursionError, MemoryError):
        return _Sending(module, dropped=names).unheard(Credentials(module, handed=names))
    return None


def heard_from(module: Module) -> set[str | None]:
    """The sites that a module sends something to and takes the answer of; None for one that it does not write out."""
    with suppress(RecursionError, MemoryError):
        return {send.chosen for send in module.once(Sends).heard if not send.is_unheard}
    return set()


def sent_unheard(module: Module) -> dict[int, str]:
    """The lines (1-based) where a module sends to an address of its own and nobody takes an answer.

    Each with the function by whose failure somebody hears of it; with nothing where nobody does.
    """
    with suppress(RecursionError, MemoryError):
        return {
            send.call.lineno: "" if send.is_silent else getattr(send.scope.top, "name", "")
            for send in module.once(Sends).every
            if send.chosen and send.is_unheard and not send.asks and send.says
        }
    return {}


class _Sending:
    def __init__(
        self,
        module: Module,
        dropped: Container[str] = (),
        hushed: Container[str] = (),
        *,
        given: Given = nobody,
    ) -> None:
        self.module = module
        self.given = given
        self.sends = Sends(module, dropped, hushed) if dropped or hushed else module.once(Sends)

    def sent(self) -> dict[Sent, int]:
        if not self.sends.may_be_unheard():
            return {}
        sites = {send.site for send in self.sends.every if send.site}
        # Where its user tells where the service is, an address that is written out is somebody else's.
        is_told_where = self.sends.is_told_where()
        astray = {send for send in self.sends.every if is_told_where and send.is_kept and send.shown}
        found = dict[Sent, int]()
        suspects = [send for send in self.sends.every if send.site and send.is_silent and send.is_unheard]
        if not suspects:
            return found
        for send in self._with_tokens(suspects, sites, astray, is_told_where=is_told_where):
            found.setdefault(Sent.TO_A_STRANGER, send.call.lineno)
        secrets = Credentials(self.module, sites=sites, given=self.given)
        secrets.walk()
        suspects = [send for send in suspects if _holds(secrets, send.scope, send.handed)]
        if not suspects:
            return found
        keys = Credentials(self.module, sites=sites, only_keys=True, given=self.given)
        keys.walk()
        heard = self.sends.heard
        served = {send.chosen for send in heard if not send.is_unheard}
        others = [send for send in heard if _holds(secrets, send.scope, given_to(send.call))]
        unasked = self.sends.unasked()
        for send in suspects:
            # A session that has been logged in needs no answer.
            if send.is_kept and len(sites) < 2 and send not in astray and not _holds(keys, send.scope, send.handed):
                continue
            elsewhere = {other.site if send.is_kept else other.chosen or "" for other in others} - {send.site, None}
            is_strange = _holds(keys, send.scope, send.handed) or send.asks or send.site in UNNAMED
            if not is_strange and send.site not in served:
                is_strange = bool(elsewhere) or ((send.scope in unasked or is_told_where) and not send.is_kept)
                if not is_strange and not send.is_kept:
                    found.setdefault(_to_a_service(secrets, send), send.call.lineno)
            if is_strange:
                found.setdefault(Sent.TO_A_STRANGER, send.call.lineno)
        return found

    def all_sent(self, secrets: Credentials) -> int | None:
        """The first line where any of these is sent to others, however loudly."""
        secrets.walk()
        sends = self.sends
        for call, scope in (*sends.calls.every, *sends.started):
            send = Send(call, scope)
            is_sent = _holds(secrets, scope, send.handed) and (
                sends.is_sender(call, scope) or sends.domain(call, scope) is not None
            )
            if is_sent and not sends.addresses.stays_near(call, scope):
                return call.lineno
        return None

    def unheard(self, handed: Credentials) -> int | None:
        """The first line where what functions are given goes to an address of the module's own, whose answer nobody
        takes, however loudly it may fail.
        """
        suspects = [send for send in self.sends.every if send.site and send.is_unheard] if handed.handed else []
        if suspects:
            handed.walk()
        return next((send.call.lineno for send in suspects if _holds(handed, send.scope, send.carried)), None)

    def published(self) -> int | None:
        """The first line where a key is put into a transaction, or into what is written beside it."""
        calls = [(call, scope) for call, scope in self.sends.calls.every if verb_of(call) in PUBLISHES]
        if not calls:
            return None
        keys = Credentials(self.module, only_keys=True, given=self.given)
        keys.walk()
        for call, scope in calls:
            said = [*call.args[:1], *(word.value for word in call.keywords if word.arg in PUBLISHED)]
            if _holds(keys, scope, said):
                return call.lineno
        return None

    def _with_tokens(
        self, suspects: list[Send], sites: set[str], astray: Container[Send], *, is_told_where: bool
    ) -> Iterator[Send]:
        """Those that carry what a service's user sends to it all day, to somebody who is not that service.

        What goes ``astray`` must not even show who asks. Nor is it that service where the same function logs in
        somewhere with it.
        """
        heard = {send.site for send in self.sends.heard if send.site and not send.is_unheard}
        told = [
            send
            for send in suspects
            if send.is_to_a_drop
            or send.shows_all
            or ((heard or is_told_where) and send.site not in heard and not send.is_kept)
            or send in astray
        ]
        logins = [(call, scope) for call, scope in self.sends.calls.every if LOGS_IN.search(verb_of(call))]
        others = [send for send in suspects if any(scope is send.scope for _, scope in logins)]
        if told or others:
            tokens = Credentials(self.module, sites=sites, tokens=True, given=self.given)
            tokens.walk()
            logs_in = {scope for call, scope in logins if _holds(tokens, scope, given_to(call))}
            for send in (*told, *(send for send in others if send.scope in logs_in)):
                if _holds(tokens, send.scope, [*send.carried, *(send.shown if send in astray else ())]):
                    yield send

    def sent_on(
        self, handed: Credentials, *, by_default: bool, even_served: bool, beside: Collection[str | None]
    ) -> dict[Sent, int]:
        served = set() if even_served else {send.chosen for send in self.sends.heard if not send.is_unheard}
        suspects = [
            send
            for send in self.sends.every
            if (site := send.chosen if by_default else send.site)
            and send.is_silent
            and send.is_unheard
            and site not in served
        ]
        found = dict[Sent, int]()
        if suspects:
            handed.walk()
            for send in suspects:
                if _holds(handed, send.scope, send.carried):
                    is_strange = even_served or send.is_to_a_drop or (bool(beside) and send.site not in beside)
                    whom = Sent.TO_A_STRANGER if is_strange else _to_a_service(handed, send)
                    found.setdefault(whom, send.call.lineno)
        return found


def _to_a_service(secrets: Credentials, send: Send) -> Sent:
    """How a secret goes to what may be its service: alone, with whose it is, or with work for that."""
    is_alone = all(
        isinstance(part, ast.Constant) or WHOSE.search(_name_of(part)) or _holds(secrets, send.scope, [part])
        for part in _parts(send)
    )
    return Sent.TO_A_SERVICE if is_alone else Sent.WITH_WORK


def _parts(send: Send) -> Iterator[ast.expr]:
    """The parts of what is sent, as far as they are put together there or by what has a name; not the address."""
    waiting = [part for part in send.handed if part not in send.call.args[:1]] or send.handed
    for part in itertools.islice(waiting, MOST_PARTS):  # which grows while it is read
        made = send.scope.given.get(part.id) if isinstance(part, ast.Name) else None
        match made if isinstance(made, (ast.Dict, ast.JoinedStr, ast.BinOp)) else part:
            case ast.Dict(values=parts) | ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
                waiting += parts
            case ast.BinOp(left=left, right=right):
                waiting += [left, right]
            case ast.FormattedValue(value=value):
                waiting.append(value)
            case ast.Call(args=[_, *_] as given) as call if verb_of(call) in CARRIES:
                waiting += given
            case _:
                yield part


def _name_of(part: ast.expr) -> str:
    """What a value is called by the last of its names."""
    match part:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Call(func=func):
            return _name_of(func)
        case _:
            return ""


def _holds(secrets: Credentials, scope: Scope, given: Iterable[ast.expr]) -> bool:
    with suppress(RecursionError):  # what is nested too deep is given up alone
        return secrets.most(given, secrets.bodies[scope]) is not NONE
    return False
