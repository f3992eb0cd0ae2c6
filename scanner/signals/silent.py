"""Secrets that a module sends to an address of its own while nobody notices, in the course of an ordinary call.

Who sends a password because that is its service waits for the answer, or says that there was none. A thief has no use
for one, and must not be heard when it fails.
"""

import ast
import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Final

from scanner.signals.addresses import HIDDEN, NUMBERED, Addresses, site_of
from scanner.signals.credentials import SHOWN, Credentials, Given, beside, nobody, showing
from scanner.signals.follow import NONE, Body, handed_over
from scanner.signals.hushed import Hushed
from scanner.signals.module import CHAINED, CONSTRUCTORS, Function, Module, given_to, keyword, verb_of
from scanner.signals.programs import STARTS
from scanner.signals.reach import AT_EXIT, LOOKUPS, talks
from scanner.syntax import nodes

__all__ = ["Sent", "secrets_sent", "sent_on", "sent_unheard"]


class Sent(IntEnum):
    """Whom a secret is sent to in silence: what may be its service, or who has no business with it.

    What a machine keeps for its user no service asks for, however loudly: that is ``OF_A_STORE``.
    """

    TO_A_SERVICE = 1
    TO_A_STRANGER = 2
    OF_A_STORE = 3


_SENDS = (
    "get head post put patch request urlopen urlretrieve send sendall sendto send_message sendmail send_json "
    "send_document publish single open"
)
SENDS = frozenset(_SENDS.split())
_APART = (
    "Thread Timer Process start_new_thread submit run_in_executor apply_async create_task ensure_future call_soon "
    "call_later call_soon_threadsafe run_coroutine_threadsafe add_callback add_job spawn spawn_later start_soon "
    "finalize to_thread add_background_task after"
)
APART = frozenset(_APART.split())
# Sites where anybody gets what anybody leaves.
_DROPS = (
    "discord.com discordapp.com hooks.slack.com telegram.org pastebin.com webhook.site pipedream.net "
    "requestcatcher.com beeceptor.com ngrok.io ngrok.app ngrok-free.app trycloudflare.com serveo.net lhr.life "
    "loclx.io duckdns.org"
)
DROPS = frozenset(_DROPS.split())
# Looking up a name asks whoever holds the domain, by what stands before it.
ASKS = LOOKUPS | {"dns.resolver.resolve", "dns.resolver.query"}
LOGS = frozenset(("debug", "info", "warning", "warn", "error", "exception", "critical", "log"))
# What a message is made with, that is sent by asking for it.
SAYS = frozenset(("content", "text", "message", "body", "data", "json", "payload", "embeds"))
DOMAIN: Final = re.compile(r"\.?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\.?", re.IGNORECASE)
ROUNDS = 3  # calls from one that nobody hears to what sends


@dataclass(frozen=True, eq=False)
class _Send:
    call: ast.Call
    body: Body
    site: str | None = None  # that is written out
    chosen: str | None = None  # the same, or what others may choose otherwise
    is_silent: bool = False
    is_unheard: bool = False
    is_kept: bool = False  # by an object that keeps what an answer brought, as a session does
    asks: bool = False  # for a name, and tells only whoever holds its domain

    @property
    def handed(self) -> list[ast.expr]:
        """Its address, and what it carries."""
        words = [word.value for word in self.call.keywords if word.arg not in SHOWN]
        inside = self.call.args[0].args if self.call.args and isinstance(self.call.args[0], ast.Call) else []
        return [*self.call.args[:3], *inside, *words, *beside(keyword(self.call, "headers")), *self.said]

    @property
    def says(self) -> bool:
        """Whether it carries anything that is not written out, beside its address."""
        given = [*self.call.args[1:], *(word.value for word in self.call.keywords if word.arg not in SHOWN)]
        given += self.call.args[:1] if self.call.args and isinstance(self.call.args[0], (ast.Call, ast.Name)) else []
        return any(not isinstance(part, ast.Constant) for part in given)

    @property
    def said(self) -> list[ast.expr]:
        """What the object that is sent was made to say."""
        made = self.body.given.get(_holder(self.call))
        words = made.keywords if isinstance(made, ast.Call) else ()
        return [word.value for word in words if word.arg in SAYS]

    @property
    def carried(self) -> list[ast.expr]:
        """What it carries, without the address of a chat, which holds the token of who writes there."""
        return [part for part in self.handed if self.site not in DROPS or part not in self.call.args[:1]]

    @property
    def shows_all(self) -> bool:
        """Whether it has the headers of another request, whatever they show, and more."""
        headers = keyword(self.call, "headers")
        return isinstance(headers, ast.Dict) and None in headers.keys

    @property
    def shown(self) -> list[ast.expr]:
        """What shows who asks, to whomever this goes."""
        return [*showing(keyword(self.call, "headers"))]

    @property
    def is_to_a_drop(self) -> bool:
        """Whether it goes where no service is: to a bare address, to one that is hidden, or to where anybody reads."""
        return self.asks or self.site in DROPS or self.site == HIDDEN or NUMBERED.fullmatch(self.site or "") is not None


def secrets_sent(
    of: ast.Module | Module,
    given: Given = nobody,
    hushed: Container[str] = (),
    *,
    silently: bool = True,
    stores: bool = False,
) -> dict[Sent, int]:
    """The first line (1-based) where a module sends a secret in silence, by kind; empty where it does not.

    ``given`` tells which calls get one of another module; what functions of ``hushed`` names fail at, nobody hears.
    ``stores`` are looked for where there may be such, other secrets where they may be sent ``silently``. A tree that is
    nested too deep to follow gives nothing.
    """
    try:
        module = of if isinstance(of, Module) else Module(of)
        sending = _Sending(module, hushed=hushed, given=given)
        found = sending.sent() if silently else {}
        line = sending.stores_sent() if stores else None
        return found if line is None else found | {Sent.OF_A_STORE: line}
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
) -> int | None:
    """The first line where functions of these names send what they are given to an address of their own in silence.

    Of those that are ``dropped`` nobody takes the answer, and of those that are ``hushed`` nobody hears a failure. With
    ``by_default`` nobody chooses another address than the one that is written as a default. ``even_served`` says that
    no service asks for what they are given, be it one that the module has answers from.
    """
    try:
        return _Sending(module, names, dropped, hushed).sent_on(by_default=by_default, even_served=even_served)
    except (RecursionError, MemoryError):
        return None


def sent_unheard(module: Module) -> dict[int, str]:
    """The lines (1-based) where a module sends to an address of its own and nobody takes an answer.

    Each with the function by whose failure somebody hears of it; with nothing where nobody does.
    """
    with suppress(RecursionError, MemoryError):
        return {
            send.call.lineno: "" if send.is_silent else getattr(send.body.top, "name", "")
            for send in _Sending(module).sends
            if send.chosen and send.is_unheard and not send.asks and send.says
        }
    return {}


class _Sending:
    def __init__(
        self,
        module: Module,
        handed: Collection[str] = (),
        dropped: Container[str] = (),
        hushed: Container[str] = (),
        *,
        given: Given = nobody,
    ) -> None:
        self.module = module
        self.given = given
        self.secrets = Credentials(module, handed=handed, given=given)
        self.addresses = Addresses(module)
        self.hushed = Hushed(self.secrets.bodies.values())
        self.dropped = self.secrets.of_names(dropped)
        self.quiet = self.secrets.of_names(hushed)

    @cached_property
    def sends(self) -> list[_Send]:
        return self._with_callers([*self._sends()])

    def sent(self) -> dict[Sent, int]:
        sites = {send.site for send in self.sends if send.site}
        # Where its user tells where the service is, an address that is written out is somebody else's.
        is_told_where = any(send.chosen is None and not send.is_unheard for send in self.sends)
        astray = {send for send in self.sends if is_told_where and send.is_kept and send.shown}
        found = dict[Sent, int]()
        suspects = [send for send in self.sends if send.site and send.is_silent and send.is_unheard]
        if not suspects:
            return found
        for send in self._with_tokens(suspects, sites, astray):
            found.setdefault(Sent.TO_A_STRANGER, send.call.lineno)
        self.secrets.sites = sites
        self.secrets.walk()
        suspects = [send for send in suspects if _holds(self.secrets, send, send.handed)]
        if not suspects:
            return found
        keys = Credentials(self.module, sites=sites, only_keys=True, given=self.given)
        keys.walk()
        heard = [send for send in self.sends if send.is_kept or not send.is_unheard]
        served = {send.chosen for send in heard if not send.is_unheard}
        others = [send for send in heard if _holds(self.secrets, send, given_to(send.call))]
        unasked = self._unasked()
        for send in suspects:
            # A session that has been logged in needs no answer.
            if send.is_kept and len(sites) < 2 and send not in astray and not _holds(keys, send, send.handed):
                continue
            elsewhere = {other.site if send.is_kept else other.chosen or "" for other in others} - {send.site, None}
            is_strange = _holds(keys, send, send.handed) or send.asks or send.site == HIDDEN
            if not is_strange and send.site not in served:
                is_strange = bool(elsewhere) or (send.body in unasked and not send.is_kept)
                if not is_strange and not send.is_kept:
                    found.setdefault(Sent.TO_A_SERVICE, send.call.lineno)
            if is_strange:
                found.setdefault(Sent.TO_A_STRANGER, send.call.lineno)
        return found

    def stores_sent(self) -> int | None:
        """The first line where what a machine keeps is sent to others, however loudly."""
        stores = Credentials(self.module, only_stores=True)
        stores.walk()
        for call, body in (*self.secrets.calls, *self._started()):
            send = _Send(call, body)
            is_sent = _holds(stores, send, send.handed) and self._is_sender(call, body)
            if is_sent and not self.addresses.stays_near(call, body):
                return call.lineno
        return None

    def _started(self) -> Iterator[tuple[ast.Call, Body]]:
        """The calls that threads and their like make for the module."""
        for call, body in self.secrets.calls:
            for function, given in handed_over(call, self.module):
                yield _started(call, function, given), body

    def _with_tokens(self, suspects: list[_Send], sites: set[str], astray: Container[_Send]) -> Iterator[_Send]:
        """Those that carry what a service's user sends to it all day, to somebody who is not that service.

        What goes ``astray`` must not even show who asks.
        """
        heard = {send.site for send in self.sends if send.site and not send.is_unheard}
        told = [
            send
            for send in suspects
            if send.is_to_a_drop
            or send.shows_all
            or (heard and send.site not in heard and not send.is_kept)
            or send in astray
        ]
        if told:
            tokens = Credentials(self.module, sites=sites, tokens=True, given=self.given)
            tokens.walk()
            for send in told:
                if _holds(tokens, send, [*send.carried, *(send.shown if send in astray else ())]):
                    yield send

    def sent_on(self, *, by_default: bool, even_served: bool) -> int | None:
        served = set() if even_served else {send.chosen for send in self.sends if not send.is_unheard}
        suspects = [
            send
            for send in self.sends
            if (site := send.chosen if by_default else send.site)
            and send.is_silent
            and send.is_unheard
            and site not in served
        ]
        if not suspects or not self.secrets.handed:
            return None
        self.secrets.walk()
        return next((send.call.lineno for send in suspects if _holds(self.secrets, send, send.carried)), None)

    def _sends(self) -> Iterator[_Send]:
        """Every call that sends, with whether its failure and its answer go unheard."""
        hushed = self.hushed
        quiet = self._entered({*self.quiet, *self._run_apart()}, hushed.silent)
        senders = {call: body for call, body in self.secrets.calls if self._is_sender(call, body)}
        held = Counter((body, _holder(call)) for call, body in senders.items())
        named = Counter(_holder(call) for call in senders)
        for started, body in self._started():
            if self._is_sender(started, body):
                yield self._send(started, body, is_silent=True, is_unheard=True)
        for call, body in senders.items():
            holder = _holder(call)
            if holder in body.given:
                is_kept = held[body, holder] > 1
            elif holder.startswith("_") and named[holder] == 1:
                is_kept = False  # the module's own, which asks nobody else
            else:
                is_kept = isinstance(call.func, ast.Attribute) and self._is_object(call.func.value)
            is_silent = self._is_silent(call, body, quiet)
            yield self._send(call, body, is_silent=is_silent, is_unheard=self._is_unheard(call, body), is_kept=is_kept)
        for call, body in self.secrets.calls:
            if call.args and self.module.path(call.func) in ASKS:
                domain = self._domain(call.args[0], body)
                is_silent, is_unheard = self._is_silent(call, body, quiet), self._is_unheard(call, body)
                yield _Send(call, body, domain, domain, is_silent, is_unheard, is_kept=False, asks=True)

    def _with_callers(self, sends: list[_Send]) -> list[_Send]:
        """For what swallows its failure and returns what answers, the calls of the function that it is in.

        Who calls that decides whether anybody hears, and what is sent.
        """
        told: list[_Send] = []
        for _ in range(ROUNDS):
            senders = {send.body: send for send in sends if self._is_left_to_callers(send)}
            calls = [
                (call, body, senders[called])
                for call, body in (self.secrets.calls if senders else ())
                for called in self.secrets.called(call, body)
                if called in senders
            ]
            called = {inner.body for _, _, inner in calls}
            told += [send for send in sends if send.body not in called or not self._is_left_to_callers(send)]
            sends = [self._send_of_caller(call, body, inner) for call, body, inner in calls]
        return told + sends

    def _is_left_to_callers(self, send: _Send) -> bool:
        is_hushed = send.is_silent or send.call in self.hushed.emptied
        return is_hushed and send.call in self.hushed.returned and isinstance(send.body.top, Function)

    def _send_of_caller(self, call: ast.Call, body: Body, inner: _Send) -> _Send:
        is_unheard = self._is_unheard(call, body)
        send = self._send(call, body, is_silent=True, is_unheard=is_unheard, is_kept=inner.is_kept)
        return send if send.site else replace(send, site=inner.site, chosen=inner.chosen)

    def _is_silent(self, call: ast.Call, body: Body, quiet: Container[Body]) -> bool:
        if self.module.path(call.func) in STARTS and keyword(call, "check") is None:
            return True  # of a command's failure nobody hears who does not ask
        return call in self.hushed.silent or body in quiet or (body in self.dropped and call in self.hushed.emptied)

    def _is_unheard(self, call: ast.Call, body: Body) -> bool:
        return call in self.hushed.unheard or (body in self.dropped and call in self.hushed.returned)

    def _send(self, call: ast.Call, body: Body, *, is_silent: bool, is_unheard: bool, is_kept: bool = False) -> _Send:
        site = self.addresses.site(call, body)
        chosen = site or self.addresses.site(call, body, chosen=True)
        return _Send(call, body, site, chosen, is_silent, is_unheard, is_kept)

    def _domain(self, name: ast.expr, body: Body) -> str | None:
        """The domain in which a name is looked up that is put together; None where that is not written out."""
        part, text = _last_part(self._resolved(name, body)), name
        for _ in range(CHAINED):
            if part is None:
                break
            text = self._resolved(part, body)
            part = _last_part(text)
        if text is name or not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            return None
        found = DOMAIN.fullmatch(text.value)
        return site_of(found[1].lower()) if found else None

    def _resolved(self, named: ast.expr, body: Body) -> ast.expr:
        """What a name was given, in a function or the module; anything else as it is."""
        if not isinstance(named, ast.Name):
            return named
        return body.given.get(named.id) or self.module.values.get(named.id) or named

    def _is_sender(self, call: ast.Call, body: Body) -> bool:
        func, verb = call.func, verb_of(call)
        match func:
            case _ if not self.addresses.may_ask(call):
                return False
            case ast.Name() if verb in SENDS and talks(self.module.path(func)):
                return True
            case ast.Attribute() if verb in SENDS and talks(self.module.path(func, CHAINED)):
                return True
            case _ if verb in LOGS:  # what it says may name any address
                return self.addresses.site(ast.Call(func, [], []), body, chosen=True) is not None
            case _:
                # Whatever that is: it is told where to, or whom it is asked of was.
                own = [*self.secrets.called(call, body)]
                return not own and self.addresses.site(call, body, chosen=True) is not None

    def _is_object(self, holder: ast.expr) -> bool:
        return isinstance(holder, (ast.Name, ast.Attribute)) and self.module.path(holder).endswith("()")

    def _run_apart(self) -> Iterator[Body]:
        """The functions that a thread or its like runs, or the interpreter when it ends: nobody is there to hear.

        What a lambda does is heard by nobody either.
        """
        yield from (
            body for body in self.secrets.bodies.values() if self._is_called_at_exit(body) or self._is_thread(body)
        )
        for call, body in self.secrets.calls:
            path = self.module.path(call.func)
            if path == AT_EXIT or path.rpartition(".")[2] in APART:
                for given in (*call.args, *(word.value for word in call.keywords if word.arg in ("target", "func"))):
                    if isinstance(given, ast.Lambda):
                        inner = [node for node in nodes(given.body) if isinstance(node, ast.Call)]
                        self.hushed.silent.update(inner)
                        self.hushed.unheard.update(inner)
                        named = [node.func for node in inner]
                    else:
                        named = [given.func if isinstance(given, ast.Call) else given]
                    for function in named:
                        yield from self.secrets.named(function, body)

    def _is_thread(self, body: Body) -> bool:
        """Whether a function is what a thread of the module's own kind does."""
        if body.owner is None or getattr(body.top, "name", "") != "run":
            return False
        made_from = (base for owner in self.module.family_of(body.owner) for base in owner.bases)
        return any(self.module.path(base).rpartition(".")[2] in APART for base in made_from)

    def _is_called_at_exit(self, body: Body) -> bool:
        decorators = () if isinstance(body.top, ast.Module) else body.top.decorator_list
        return any(self.module.path(decorator) == AT_EXIT for decorator in decorators)

    def _unasked(self) -> set[Body]:
        """What runs before anybody asks for something: by importing the module, or by making an object of it."""
        bodies = self.secrets.bodies
        made = {body for body in bodies.values() if getattr(body.top, "name", "") in CONSTRUCTORS}
        return self._entered({bodies[self.module.tree], *made})

    def _entered(self, bodies: set[Body], by: Container[ast.Call] = ()) -> set[Body]:
        """These functions, those that they call, and those that are called ``by`` these calls."""
        entered = {*bodies}
        for _ in range(ROUNDS):
            before = len(entered)
            for call, body in self.secrets.calls:
                if call in by or body in entered:
                    entered.update(self.secrets.called(call, body))
            if len(entered) == before:
                break
        return entered


def _last_part(text: ast.expr) -> ast.expr | None:
    """What comes last of a text that is put together; None of any other."""
    match text:
        case ast.JoinedStr(values=[*_, ast.FormattedValue(value=last) | last]):
            return last
        case ast.BinOp(op=ast.Add(), right=last):
            return last
        case ast.BinOp(left=ast.Constant(value=str(template)), op=ast.Mod(), right=given):
            end, parts = re.split(r"%\w", template)[-1], given.elts if isinstance(given, ast.Tuple) else [given]
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(template)), attr="format"), args=parts):
            end = template.rpartition("}")[2]
        case ast.Call(func=ast.Attribute(attr="join"), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)]):
            end = ""
        case _:
            return None
    return ast.Constant(end) if end or not parts else parts[-1]


def _holds(secrets: Credentials, send: _Send, given: Iterable[ast.expr]) -> bool:
    with suppress(RecursionError):  # what is nested too deep is given up alone
        return secrets.most(given, secrets.bodies[send.body.top]) is not NONE
    return False


def _holder(call: ast.Call) -> str:
    """The name of what a method is called of; nothing where there is none."""
    holder = call.func.value if isinstance(call.func, ast.Attribute) else None
    return holder.id if isinstance(holder, ast.Name) else ""


def _started(call: ast.Call, function: ast.expr, given: list[ast.expr]) -> ast.Call:
    """The call that a thread or its like makes of what it is given."""
    words = call.keywords
    named = keyword(call, "kwargs")
    if isinstance(named, ast.Dict):
        pairs = zip(named.keys, named.values, strict=True)
        words = [ast.keyword(str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant)]
    return ast.Call(function, given, words, lineno=call.lineno)
