"""The calls of a module that send something: where to, and whether anybody hears of it."""

import ast
import itertools
import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from scanner.signals.addresses import NUMBERED, UNNAMED, Addresses, site_of
from scanner.signals.calls import APART, Calls, handed_over
from scanner.signals.definitions import CONSTRUCTORS, Definitions
from scanner.signals.headers import SHOWN, beside, made_cookies, showing
from scanner.signals.hushed import Hushed
from scanner.signals.module import CHAINED, Function, Module, keyword, verb_of
from scanner.signals.programs import START_VERBS, STARTS
from scanner.signals.reach import AT_EXIT, LOOKUPS, talks
from scanner.signals.scopes import Scope
from scanner.syntax import nodes, text_of

__all__ = ["Send", "Sends"]

_SENDS = (
    "get head post put patch request urlopen urlretrieve send sendall sendto send_message sendmail send_json "
    "send_document publish single open"
)
SENDS = frozenset(_SENDS.split())
# Sites where anybody gets what anybody leaves.
_DROPS = (
    "discord.com discordapp.com hooks.slack.com telegram.org pastebin.com webhook.site pipedream.net "
    "requestcatcher.com beeceptor.com ngrok.io ngrok.app ngrok-free.app trycloudflare.com serveo.net lhr.life "
    "loclx.io duckdns.org"
)
DROPS = frozenset(_DROPS.split())
# Looking up a name asks whoever holds the domain, by what stands before it.
ASKS = LOOKUPS | {"dns.resolver.resolve", "dns.resolver.query"}
OF_PROGRAMS = frozenset(("env", "cwd", "executable"))  # how one is started, on this machine
CONNECTS = frozenset(("create_connection", "connect", "connect_ex"))
LOGS = frozenset(("debug", "info", "warning", "warn", "error", "exception", "critical", "log"))
# What a message is made with, that is sent by asking for it.
SAYS = frozenset(("content", "text", "message", "body", "data", "json", "payload", "embeds"))
DOMAIN: Final = re.compile(r"\.?([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\.?", re.IGNORECASE)
ROUNDS = 3  # calls from one that nobody hears to what sends


@dataclass(frozen=True, eq=False)
class Send:
    call: ast.Call
    scope: Scope
    site: str | None = None  # that is written out
    chosen: str | None = None  # the same, or what others may choose otherwise
    is_silent: bool = False
    is_unheard: bool = False
    is_kept: bool = False  # by an object that keeps what an answer brought, as a session does
    asks: bool = False  # for a name, and tells only whoever holds its domain

    @property
    def handed(self) -> list[ast.expr]:
        """Its address, and what it carries."""
        words = [word.value for word in self.call.keywords if word.arg not in SHOWN and not self._is_for_program(word)]
        inside = self.call.args[0].args if self.call.args and isinstance(self.call.args[0], ast.Call) else []
        shown = (*beside(keyword(self.call, "headers")), *made_cookies(keyword(self.call, "cookies")))
        return [*self.call.args[:3], *inside, *words, *shown, *self.said]

    def _is_for_program(self, word: ast.keyword) -> bool:
        """Whether something says how a program is started, on this machine."""
        return word.arg in OF_PROGRAMS and verb_of(self.call) in START_VERBS

    @property
    def says(self) -> bool:
        """Whether it carries anything that is not written out, beside its address."""
        given = [*self.call.args[1:], *(word.value for word in self.call.keywords if word.arg not in SHOWN)]
        match self.call.args:
            case [ast.Call() | ast.Name() as first, *_]:
                given.append(first)
            case [ast.List(elts=words), *_]:  # of a command, whose address may have a name
                given += [word for word in words if not isinstance(word, (ast.Name, ast.Attribute))]
            case _:
                pass
        return any(not isinstance(part, ast.Constant) for part in given)

    @property
    def said(self) -> list[ast.expr]:
        """What the object that is sent was made to say."""
        made = self.scope.given.get(_holder(self.call))
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
        site = self.site or ""
        return self.asks or site in DROPS or site in UNNAMED or NUMBERED.fullmatch(site) is not None


class _Apart(NamedTuple):
    """What a thread or its like does, or the interpreter when it ends: functions and what lambdas call, for nobody."""

    scopes: set[Scope]
    calls: set[ast.Call]


class Sends:
    """What a module sends.

    Of functions by names that are ``dropped`` nobody takes the answer, of ``hushed`` ones nobody hears the failure.
    """

    def __init__(self, module: Module, dropped: Container[str] = (), hushed: Container[str] = ()) -> None:
        self.module = module
        self.calls = module.once(Calls)
        self.addresses = module.once(Addresses)
        self.hushed = module.once(Hushed)
        self.dropped = self.calls.of_names(dropped)
        self.quiet = self.calls.of_names(hushed)

    @cached_property
    def every(self) -> list[Send]:
        """What is sent, by whichever call decides whether anybody hears of it."""
        return self._with_callers([*self._sends()])

    @cached_property
    def heard(self) -> list[Send]:
        """What somebody may hear of: not what only makes a client, nor what is asked of one to be asked again."""
        inner = {made for send in self.every if send.is_unheard for made in _asked_of(send.call)}
        return [
            send
            for send in self.every
            if send.is_kept or not (send.is_unheard or send.call in inner or verb_of(send.call)[:1].isupper())
        ]

    def may_be_unheard(self) -> bool:
        """Whether anything is sent of which somebody may not take the answer: cheaper to tell than what is sent."""
        unheard = self.hushed.unheard | self.hushed.returned | self._apart.calls
        sent = itertools.chain(((call, scope) for call, scope in self.calls.every if call in unheard), self.started)
        return any(self.module.path(call.func) in ASKS or self.is_sender(call, scope) for call, scope in sent)

    def is_told_where(self) -> bool:
        """Whether the module talks to somebody whom its user names, and hears him."""
        if any(send.chosen is None and not send.is_unheard for send in self.every):
            return True
        connects = ((call, scope) for call, scope in self.calls.every if verb_of(call) in CONNECTS)
        return any(_host_named(call) in scope.arguments for call, scope in connects)

    @cached_property
    def started(self) -> list[tuple[ast.Call, Scope]]:
        """The calls that threads and their like make for the module."""
        return [
            (_started(call, function, given), scope)
            for call, scope in self.calls.every
            for function, given in handed_over(call, self.module)
        ]

    def _sends(self) -> Iterator[Send]:
        """Every call that sends, with whether its failure and its answer go unheard."""
        quiet = self._entered(self.quiet | self._apart.scopes, self.hushed.silent | self._apart.calls)
        senders = {call: scope for call, scope in self.calls.every if self.is_sender(call, scope)}
        held = Counter((scope, _holder(call)) for call, scope in senders.items())
        named = Counter(_holder(call) for call in senders)
        for started, scope in self.started:
            if self.is_sender(started, scope):
                yield self._send(started, scope, is_silent=True, is_unheard=True)
        for call, scope in senders.items():
            holder = _holder(call)
            if holder in scope.given:
                is_kept = held[scope, holder] > 1
            elif holder.startswith("_") and named[holder] == 1:
                is_kept = False  # the module's own, which asks nobody else
            else:
                is_kept = isinstance(call.func, ast.Attribute) and self._is_object(call.func.value)
            is_silent = self._is_silent(call, scope, quiet)
            yield self._send(
                call, scope, is_silent=is_silent, is_unheard=self._is_unheard(call, scope), is_kept=is_kept
            )
        for call, scope in self.calls.every:
            if call.args and self.module.path(call.func) in ASKS:
                domain = self.domain(call, scope)
                is_silent, is_unheard = self._is_silent(call, scope, quiet), self._is_unheard(call, scope)
                yield Send(call, scope, domain, domain, is_silent, is_unheard, is_kept=False, asks=True)

    def _with_callers(self, sends: list[Send]) -> list[Send]:
        """For what swallows its failure and returns what answers, the calls of the function that it is in.

        Who calls that decides whether anybody hears, and what is sent.
        """
        told: list[Send] = []
        for _ in range(ROUNDS):
            senders = {send.scope: send for send in sends if self._is_left_to_callers(send)}
            calls = [
                (call, scope, senders[called])
                for call, scope in (self.calls.every if senders else ())
                for called in self.calls.called(call, scope)
                if called in senders
            ]
            called = {inner.scope for _, _, inner in calls}
            told += [send for send in sends if send.scope not in called or not self._is_left_to_callers(send)]
            sends = [self._send_of_caller(call, scope, inner) for call, scope, inner in calls]
        return told + sends

    def _is_left_to_callers(self, send: Send) -> bool:
        is_hushed = send.is_silent or send.call in self.hushed.emptied
        return is_hushed and send.call in self.hushed.returned and isinstance(send.scope.top, Function)

    def _send_of_caller(self, call: ast.Call, scope: Scope, inner: Send) -> Send:
        is_unheard = self._is_unheard(call, scope)
        send = self._send(call, scope, is_silent=True, is_unheard=is_unheard, is_kept=inner.is_kept)
        return send if send.site else replace(send, site=inner.site, chosen=inner.chosen)

    def _is_silent(self, call: ast.Call, scope: Scope, quiet: Container[Scope]) -> bool:
        if self.module.path(call.func) in STARTS and keyword(call, "check") is None:
            return True  # of a command's failure nobody hears who does not ask
        if call in self.hushed.silent or call in self._apart.calls or scope in quiet:
            return True
        return (scope in self.dropped or scope in self._idle) and call in self.hushed.emptied

    @cached_property
    def _idle(self) -> set[Scope]:
        """The functions that are called in the module, and whose answer none of these calls takes."""
        calls = [(called, call) for call, scope in self.calls.every for called in self.calls.called(call, scope)]
        return {called for called, _ in calls} - {called for called, call in calls if call not in self.hushed.unheard}

    def _is_unheard(self, call: ast.Call, scope: Scope) -> bool:
        if call in self.hushed.unheard or call in self._apart.calls:
            return True
        return (scope in self.dropped or scope in self._apart.scopes) and call in self.hushed.returned

    def _send(self, call: ast.Call, scope: Scope, *, is_silent: bool, is_unheard: bool, is_kept: bool = False) -> Send:
        site = self.addresses.site(call, scope)
        chosen = site or self.addresses.site(call, scope, chosen=True)
        return Send(call, scope, site, chosen, is_silent, is_unheard, is_kept)

    def domain(self, call: ast.Call, scope: Scope) -> str | None:
        """The domain in which a call looks up a name that is put together; None where that is not written out."""
        if not call.args or self.module.path(call.func) not in ASKS:
            return None
        name = call.args[0]
        part, text = _last_part(self._resolved(name, scope)), name
        for _ in range(CHAINED):
            if part is None:
                break
            text = self._resolved(part, scope)
            part = _last_part(text)
        if text is name or not isinstance(text, ast.Constant) or not isinstance(text.value, str):
            return None
        found = DOMAIN.fullmatch(text.value)
        return site_of(found[1].lower()) if found else None

    def _resolved(self, named: ast.expr, scope: Scope) -> ast.expr:
        """What a name was given, in a function or the module, as a text where it is one; anything else as it is."""
        if not isinstance(named, ast.Name):
            return named
        given = scope.given.get(named.id) or self.module.values.get(named.id) or named
        text = self.addresses.worked_out(given) if isinstance(given, (ast.Call, ast.BinOp, ast.Subscript)) else None
        return given if text is None else ast.Constant(text)

    def is_sender(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a call sends something to somebody."""
        func, verb = call.func, self.module.verb_of(call)
        match func:
            case _ if not self.addresses.may_ask(call):
                return False
            case ast.Name() | ast.Call() | ast.Subscript() if verb in SENDS and talks(self.module.path(func)):
                return True
            case ast.Attribute() if verb in SENDS and talks(self.module.path(func, CHAINED)):
                return True
            case _ if verb in LOGS:  # what it says may name any address
                return self.addresses.site(ast.Call(func, [], []), scope, chosen=True) is not None
            case _:
                # Whatever that is: it is told where to, or whom it is asked of was.
                return not self.calls.called(call, scope) and self.addresses.site(call, scope, chosen=True) is not None

    def _is_object(self, holder: ast.expr) -> bool:
        return isinstance(holder, (ast.Name, ast.Attribute)) and self.module.path(holder).endswith("()")

    @cached_property
    def _apart(self) -> "_Apart":
        scopes = {scope for scope in self.module.scopes if self._is_called_at_exit(scope) or self._is_thread(scope)}
        calls = set[ast.Call]()
        for call, scope in self.calls.every:
            path = self.module.path(call.func)
            if path == AT_EXIT or path.rpartition(".")[2] in APART:
                for given in (*call.args, *(word.value for word in call.keywords if word.arg in ("target", "func"))):
                    if isinstance(given, ast.Lambda):
                        inner = [node for node in nodes(given.body) if isinstance(node, ast.Call)]
                        calls.update(inner)
                        named = [node.func for node in inner]
                    else:
                        named = [given.func if isinstance(given, ast.Call) else given]
                    scopes.update(*(self.calls.named(function, scope) for function in named))
        return _Apart(scopes, calls)

    def _is_thread(self, scope: Scope) -> bool:
        """Whether a function is what a thread of the module's own kind does."""
        if scope.owner is None or getattr(scope.top, "name", "") != "run":
            return False
        made_from = (base for owner in self.module.once(Definitions).family_of(scope.owner) for base in owner.bases)
        return any(self.module.path(base).rpartition(".")[2] in APART for base in made_from)

    def _is_called_at_exit(self, scope: Scope) -> bool:
        decorators = () if isinstance(scope.top, ast.Module) else scope.top.decorator_list
        return any(self.module.path(decorator) == AT_EXIT for decorator in decorators)

    def unasked(self) -> set[Scope]:
        """What runs before anybody asks for something: by importing the module, or by making an object of it."""
        made = {scope for scope in self.module.scopes if getattr(scope.top, "name", "") in CONSTRUCTORS}
        return self._entered({self.module.scopes[0], *made})

    def _entered(self, scopes: set[Scope], by: Container[ast.Call] = ()) -> set[Scope]:
        """These functions, those that they call, and those that are called ``by`` these calls."""
        entered = {*scopes}
        for _ in range(ROUNDS):
            before = len(entered)
            for call, scope in self.calls.every:
                if call in by or scope in entered:
                    entered.update(self.calls.called(call, scope))
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


def _host_named(call: ast.Call) -> str:
    """The name of the host that a call connects to, with its port; nothing where that is no name."""
    match call.args:
        case [ast.Tuple(elts=[ast.Name(id=name), *_]), *_]:
            return name
        case _:
            return ""


def _asked_of(call: ast.Call) -> Iterator[ast.expr]:
    """The calls that give what a call is asked of."""
    holder: ast.expr = call.func
    while isinstance(holder, (ast.Attribute, ast.Call, ast.Subscript)):
        holder = holder.func if isinstance(holder, ast.Call) else holder.value
        yield holder


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
        words = [ast.keyword(text_of(key), value) for key, value in pairs if isinstance(key, ast.Constant)]
    return ast.Call(function, given, words, lineno=call.lineno)
