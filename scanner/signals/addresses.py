"""Whom a call talks to, as far as the module says so in so many letters."""

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from scanner.decode.fold.constant import hangs_on_nothing, worked_out
from scanner.signals.definitions import Definitions
from scanner.signals.module import CHAINED, DECODERS, TALKERS, Module, is_literal, verb_of
from scanner.signals.near import NETWORK, bases
from scanner.signals.programs import STARTS
from scanner.signals.scopes import Scope
from scanner.syntax import as_written, defaults_of, nodes

__all__ = ["NUMBERED", "OF_ENVIRONMENT", "PROGRAMS", "UNNAMED", "Addresses", "site_of"]

HIDDEN: Final = "(hidden)"  # the site of whoever's address a module decodes from what stands in it
ACCOUNT: Final = "(account)"  # the site of whoever's token, or account with its key, is written out
UNNAMED = frozenset((HIDDEN, ACCOUNT))  # sites of the module's author, that no host tells

ADDRESS: Final = re.compile(r"[a-z][a-z\d+.-]{1,20}://(?:[^/?#@]*@)?([\w-][\w.-]*)(?=[:/?#,]|(\Z))", re.IGNORECASE)
MARKUP: Final = re.compile(r"\A<\w+\b[^<>]{0,200}\b(?:src|href)=['\"]?", re.IGNORECASE)  # what shows it fetches it
# Programs that send what they are given.
_PROGRAMS = (
    "curl wget nc ncat socat telnet nslookup dig ping powershell pwsh git scp sftp ssh rsync ftp http https openssl "
    "aws gsutil gcloud rclone pip twine npm"
)
PROGRAMS: Final = _PROGRAMS.split()
SENDERS: Final = re.compile(
    rf"(?:^|[\s;&|/\\])(?:{'|'.join(PROGRAMS)})(?:\.exe)?\s.*",
    re.DOTALL,
)
BUCKET: Final = re.compile(r"\s(?:s3|gs|r2)://[\w.-]+")  # whoever's that is
IN_COMMAND: Final = re.compile(
    r"://(?:[^/?#@\s]*@)?([\w.-]+\.\w+)|[\s\0.@]((?:[\w-]+\.){0,8}[\w-]+\.(?:[a-z]{2,}|\d+))(?=[\s:/]|$)", re.IGNORECASE
)
VERB: Final = re.compile(r"[A-Za-z]{3,7}")  # of HTTP
HOST: Final = re.compile(r"([\w-]+(?:\.[\w-]+)+)(?::\d+)?")
# Keywords by which a client is told whom to talk to.
TOLD: Final = re.compile(
    r"(?!server_hostname)(?:\w+_)?(?:ur[il]|host(?:name)?|servers?|address|addr|endpoint|dsn|brokers?|target)(?:_ur[il])?"
)
# A token of an account, by which whoever made it gets what is sent with it; and keywords that stand before one.
OF_ACCOUNT: Final = re.compile(
    r"\d{4,12}:[\w-]{5,}|[\w-]{68}|[\w-]{24,28}\.[\w-]{6}\.[\w-]{27,40}"
    r"|(?:sl\.|xox[abp]-|gh[pos]_|github_pat_|hf_|glpat-|SG\.|pat-)[\w.-]{5,}"
)
KEYS_OF_ACCOUNT = frozenset(("private_key", "client_email"))
TOKENS: Final = re.compile(r"(?:\w+_)?(?:token|api_?key)")
NUMBERED: Final = re.compile(r"[\d.]+")
# Labels of a domain that anybody may register below, or of a name that many use together.
_SHARED = "co com org net gov ac edu github vercel netlify herokuapp workers pages web onrender slack"
SHARED = frozenset(_SHARED.split())
# What objects are asked to be told whom to talk to.
_TELLS = (
    "connect connect_ex connect_async bind_to setopt init addHandler add_span_processor add_handler set_url configure"
)
TELLS = frozenset(_TELLS.split())
# What is told, kept, prepared or shown, rather than sent, by whomever it is asked of.
_ASIDE = (
    "login auth authenticate connect connect_ex connect_async wrap_socket close cursor init update setdefault append "
    "add setup print echo secho write_text format join replace startswith getLogger "
    "addHandler add_header add_argument option getenv environ Field Client Session PoolManager build create_engine "
    "HTTPConnection HTTPSConnection Request SMTP SMTP_SSL FTP quote urlencode urljoin urlparse compile match search"
)
ASIDE = frozenset(_ASIDE.split())
OF_ENVIRONMENT = frozenset(("os.getenv", "os.environ.get"))
DEEPEST = 6  # names from an address to what it begins with
LONGEST = 300  # characters in which the host stands, if anywhere
MOST_ASKED = 20_000  # expressions
OF_EXPRESSION = 100  # others that working one out costs as much as
OF_COMMAND = 50  # characters of a command that cost as much as an expression


class Addresses:
    """Tells the site of a call: the part of a host's name that one owner has."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.defaults = {name: given for function in _functions(module) for name, given in defaults_of(function)}
        self.asked = 0
        self._worked_out: dict[ast.expr, str | None] = {}
        self._hosts: dict[tuple[ast.Call, bool], str | None] = {}
        self._said_to: dict[Scope, dict[str, list[tuple[ast.expr, bool]]]] = {}

    def site(self, call: ast.Call, scope: Scope, *, chosen: bool = False) -> str | None:
        """The site that a call in ``scope`` is written to go to; None where others say, or where it stays near.

        With ``chosen``, a default counts that somebody else may choose otherwise.
        """
        host = self._host(call, scope, chosen=chosen)
        return host if host is None or host in UNNAMED else site_of(host)

    def may_ask(self, call: ast.Call) -> bool:
        """Whether a call may ask somebody: no function of the module itself by its name, and nothing aside of that."""
        named = call.func
        is_own = (
            isinstance(named, ast.Name) and named.id not in self.module.imports and self.module.path(named) == named.id
        )
        return not is_own and verb_of(call) not in ASIDE

    def stays_near(self, call: ast.Call, scope: Scope) -> bool:
        """Whether a call is written to go to this machine or its own network."""
        host = self._host(call, scope, chosen=True)
        return host is not None and host not in UNNAMED and site_of(host) is None

    def _host(self, call: ast.Call, scope: Scope, *, chosen: bool) -> str | None:
        if (call, chosen) not in self._hosts:
            self._hosts[call, chosen] = None
            with suppress(RecursionError):  # what is nested too deep is given up alone
                self._hosts[call, chosen] = self._written(call, scope, chosen=chosen)
        return self._hosts[call, chosen]

    def _written(self, call: ast.Call, scope: Scope, *, chosen: bool) -> str | None:
        if self.module.path(call.func) in STARTS:
            return self._of_command(call, scope, chosen=chosen)
        is_by_account = False
        for where, is_address in self.told(call, scope):
            if self.asked > MOST_ASKED:
                break
            text, is_whole = self._beginning(where, scope, DEEPEST, chosen=chosen)
            found = ADDRESS.match(MARKUP.sub("", text, count=1))
            if found and (found[2] is None or is_whole):
                return found[1].lower()
            if not is_address and is_whole and (host := HOST.fullmatch(text)):
                return host[1].lower()
            if not text and self._is_decoded(where, scope):
                return HIDDEN
            is_token = is_whole and OF_ACCOUNT.fullmatch(text) is not None
            is_by_account = is_by_account or is_token or self._is_account(where, scope)
        return ACCOUNT if is_by_account else None

    def _is_account(self, where: ast.expr, scope: Scope) -> bool:
        """Whether that is a service's account with its key, written out."""
        made = self._value(where, scope) if isinstance(where, (ast.Name, ast.Attribute)) else where
        keys = made.keys if isinstance(made, ast.Dict) else ()
        return {key.value for key in keys if isinstance(key, ast.Constant)} >= KEYS_OF_ACCOUNT

    def _of_command(self, call: ast.Call, scope: Scope, *, chosen: bool) -> str | None:
        """The host that a command is written to talk to, with a program that sends what it is given."""
        parts = [node for given in call.args[:1] for node in nodes(given)]
        shown = [node for node in parts if isinstance(node, (ast.Constant, ast.Name, ast.Attribute))]
        words = [self._beginning(node, scope, DEEPEST, chosen=chosen)[0] or "\0" for node in shown]
        text = " ".join(words)
        self.asked += len(text) // OF_COMMAND
        program = SENDERS.search(text) if self.asked <= MOST_ASKED else None
        found = IN_COMMAND.search(program[0]) if program else None
        if found:
            return (found[1] or found[2]).lower()
        return ACCOUNT if program and BUCKET.search(program[0]) else None

    def _is_decoded(self, where: ast.expr, scope: Scope) -> bool:
        """Whether an address begins with what is decoded from a literal, or by a function of the module that does."""
        first: ast.expr | None = where
        for _ in range(DEEPEST):
            match first:
                case ast.BinOp(left=inner) | ast.FormattedValue(value=inner) | ast.JoinedStr(values=[inner, *_]):
                    first = inner
                case ast.Name() | ast.Attribute():
                    first = self._value(first, scope)
                case ast.Call(func=ast.Attribute(value=inner, attr="decode" | "strip")) | ast.Subscript(value=inner):
                    first = inner
                case ast.Call(args=[inner]) if verb_of(first) == "loads":
                    first = inner
                case _:
                    break
        given = (self._value(part, scope) or part for part in first.args) if isinstance(first, ast.Call) else ()
        if not isinstance(first, ast.Call) or not any(isinstance(part, ast.Constant) for part in given):
            return False
        named = self.module.once(Definitions).named(first.func)
        own = [node for function in named for node in nodes(function)]
        return any(isinstance(node, ast.Call) and verb_of(node) in DECODERS for node in own or nodes(first))

    def told(self, call: ast.Call, scope: Scope) -> Iterator[tuple[ast.expr, bool]]:
        """What may say where a call goes, and whether that would be an address rather than a host."""
        if verb_of(call) == "sendto":
            to = call.args[-1] if call.args else None
            if isinstance(to, ast.Tuple) and to.elts:
                yield to.elts[0], False
            return
        half = self.module.of_partial(call.func)
        first = _address_of([*(half.args[1:] if half else ()), *call.args])
        if first is not None:
            yield first, True
            made = first if isinstance(first, ast.Call) else self._value(first, scope)
            if isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute) and made.func.attr == "prepare":
                made = made.func.value
            asked = _address_of(made.args) if isinstance(made, ast.Call) else None  # by a request
            if asked is not None:
                yield asked, True
        yield from ((part, False) for part in _told_by_words(call))
        yield from self._told_before(call.func, scope)

    def _told_before(self, func: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, bool]]:
        """What was said before to whom a call is asked of: when that was made, or by another call of it."""
        holder: ast.expr | None = func.value if isinstance(func, ast.Attribute) else func
        for _ in range(CHAINED):
            match holder:
                case ast.Name() | ast.Attribute(value=ast.Name(id="self" | "cls")):
                    yield from self._said(holder, scope)
                    holder = self._value(holder, scope)
                case ast.Await(value=inner) | ast.Subscript(value=inner) | ast.Attribute(value=inner):
                    holder = inner
                case ast.Call(func=inner):
                    yield from self._told_to(holder, scope)
                    holder = inner.value if isinstance(inner, ast.Attribute) else inner
                    if isinstance(holder, ast.Name) and holder.id in self.module.imports:
                        return  # a library is no object
                case _:
                    return

    def _told_to(self, call: ast.Call, scope: Scope, depth: int = DEEPEST) -> Iterator[tuple[ast.expr, bool]]:
        """What a client is told of whom to talk to; a host alone only where nothing else may be meant, as a file."""
        path = self.module.path(call.func)
        has_port = len(call.args) > 1 and isinstance(call.args[1], ast.Constant) and type(call.args[1].value) is int
        is_of_network = has_port or path.partition(".")[0] in TALKERS or path.startswith("logging.handlers.")
        for given in bases(call):
            if isinstance(given, ast.Starred):
                given = self._value(given.value, scope) or given.value
            made = self._value(given, scope) if isinstance(given, (ast.Name, ast.Attribute)) else given
            if isinstance(made, ast.Call) and depth:  # what it is made of knows
                yield from self._told_to(made, scope, depth - 1)
            if isinstance(made, (ast.Tuple, ast.List)):
                given = made
            yield _first(given), not is_of_network and not isinstance(given, (ast.Tuple, ast.List))
        yield from ((_first(given), False) for given in _told_by_words(call))

    def _said(self, holder: ast.expr, scope: Scope) -> Iterator[tuple[ast.expr, bool]]:
        """What an object, or a library as a whole, is told by the calls of it in the same function."""
        if scope not in self._said_to:
            known = self._said_to[scope] = dict[str, list[tuple[ast.expr, bool]]]()
            for call in scope.calls:
                if isinstance(call.func, ast.Attribute) and call.func.attr in TELLS:
                    told = known.setdefault(as_written(call.func.value), [])
                    told += self._told_to(call, scope)
                    told += [(given, True) for given in call.args[1:2]]
                    inner = (part for given in call.args for part in nodes(given) if isinstance(part, ast.Call))
                    told += [one for made in inner for one in self._told_to(made, scope)]
        if self._said_to[scope]:
            yield from self._said_to[scope].get(as_written(holder), ())

    def _beginning(self, node: ast.expr | None, scope: Scope, depth: int, *, chosen: bool) -> tuple[str, bool]:
        """The text that an expression begins with, and whether that is all of it."""
        self.asked += 1
        match node:
            case _ if self.asked > MOST_ASKED:
                return "", False
            case ast.Constant(value=str(text)):
                return text, True
            case ast.FormattedValue(value=value):
                return self._beginning(value, scope, depth, chosen=chosen)
            case ast.JoinedStr(values=parts):
                return self._joined(parts, scope, depth, chosen=chosen)
            case ast.BinOp(op=ast.Mod()) | ast.Call() | ast.Subscript() if (text := self.worked_out(node)) is not None:
                return text, True
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                text, is_whole = self._joined([left, right], scope, depth, chosen=chosen)
                all_of_it = None if is_whole else self.worked_out(node)
                return (text, is_whole) if all_of_it is None else (all_of_it, True)
            case ast.BinOp(left=left, op=ast.Mod()):
                return self._beginning(left, scope, depth, chosen=chosen)[0].partition("%")[0], False
            case ast.Call(func=ast.Attribute(value=template, attr="format")):
                return self._beginning(template, scope, depth, chosen=chosen)[0].partition("{")[0], False
            case ast.Call(func=ast.Attribute(attr="urljoin") | ast.Name(id="urljoin"), args=[base, *_]):
                return self._beginning(base, scope, depth, chosen=chosen)[0], False
            case ast.Call(func=ast.Attribute(attr="choice"), args=[value]) | ast.Subscript(value=value) if depth:
                held = value if isinstance(value, (ast.List, ast.Tuple)) else self._value(value, scope)
                held = held.values[-1] if chosen and isinstance(held, ast.BoolOp) else held
                several = held.elts if isinstance(held, (ast.List, ast.Tuple)) else ()
                return self._beginning(several[0], scope, depth - 1, chosen=chosen) if several else ("", False)
            case ast.Call(func=func, args=[_, default]) if chosen and self.module.path(func) in OF_ENVIRONMENT:
                return self._beginning(default, scope, depth, chosen=chosen)
            case ast.Call(keywords=[*_, ast.keyword(arg="fallback" | "default", value=default)]) if chosen:
                return self._beginning(default, scope, depth, chosen=chosen)
            case ast.IfExp(body=first, orelse=second) if depth:
                text, is_whole = self._beginning(first, scope, depth - 1, chosen=chosen)
                return (text, is_whole) if text else self._beginning(second, scope, depth - 1, chosen=chosen)
            case ast.BoolOp(values=parts) if chosen:
                return self._beginning(parts[-1], scope, depth, chosen=chosen)
            case ast.Name() | ast.Attribute() if depth:
                value = self._value(node, scope, chosen=chosen)
                return self._beginning(value, scope, depth - 1, chosen=chosen) if value is not None else ("", False)
            case _:
                return "", False

    def worked_out(self, node: ast.expr) -> str | None:
        """The text that an expression gives which hangs on nothing else; None of any other."""
        if node not in self._worked_out:
            is_closed = self.asked <= MOST_ASKED and hangs_on_nothing(node)
            self.asked += OF_EXPRESSION if is_closed else 0
            self._worked_out[node] = worked_out(node) if is_closed else None
        return self._worked_out[node]

    def _joined(self, parts: list[ast.expr], scope: Scope, depth: int, *, chosen: bool) -> tuple[str, bool]:
        told = ""
        for part in parts:
            text, is_whole = self._beginning(part, scope, depth, chosen=chosen)
            told += text
            if not is_whole or len(told) > LONGEST:
                return told, False
        return told, True

    def _value(self, node: ast.expr | None, scope: Scope, *, chosen: bool = False) -> ast.expr | None:
        """What a name or an attribute of ``self`` was given; None for what others give."""
        match node:
            case ast.Name(id=name):
                around: Scope | None = scope
                while around is not None:
                    if name in around.arguments:
                        return self.defaults.get(name) if chosen else None
                    if name in around.given:
                        return around.given[name]
                    around = around.outer
                return (self.defaults.get(name) if chosen else None) or self._elsewhere(name) or self._given_once(name)
            case ast.Attribute(attr=name):
                return self.module.value_of(node) or self._elsewhere(name)
            case _:
                return None

    def _given_once(self, name: str) -> ast.expr | None:
        """What a name of another function stands for, in which an object was told its address."""
        return self.module.values.get(name) if name not in self.module.renamed else None

    def _elsewhere(self, name: str) -> ast.expr | None:
        text = self.module.elsewhere.get(name)
        return ast.Constant(text) if text is not None else None


def _told_by_words(call: ast.Call) -> Iterator[ast.expr]:
    """What a call is given by names that say whom to talk to, or as whom."""
    for word in call.keywords:
        if word.arg and (
            TOLD.fullmatch(word.arg) or (TOKENS.fullmatch(word.arg) and is_literal(word.value, OF_ACCOUNT))
        ):
            yield word.value


def _address_of(given: list[ast.expr]) -> ast.expr | None:
    """What of a request is its address: the first, but for a verb of HTTP."""
    return next((part for part in given[:2] if not is_literal(part, VERB)), None)


def _first(given: ast.expr) -> ast.expr:
    """The first of several, as a host stands before its port."""
    return given.elts[0] if isinstance(given, (ast.Tuple, ast.List)) and given.elts else given


def _functions(module: Module) -> Iterator[ast.arguments]:
    for functions in module.functions.values():
        for function in functions:
            yield function.args


def site_of(host: str) -> str | None:
    """What of a host's name one owner has; None for this machine and its own network."""
    if "." not in host or NETWORK.fullmatch(host):
        return None
    if NUMBERED.fullmatch(host):
        return host
    labels = host.split(".")
    return ".".join(labels[-3 if len(labels) > 2 and labels[-2] in SHARED else -2 :])
