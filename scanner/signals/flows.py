"""Where a module's values go: from the network to what runs them, from the machine into a name that is looked up."""

import ast
import re
from dataclasses import replace
from typing import ClassVar

from scanner.member import Layer
from scanner.search import OF_CODE
from scanner.signals import answers
from scanner.signals.calls import Calls
from scanner.signals.check import CodeCheck, SignalKind
from scanner.signals.glance import NETWORK, SEEN
from scanner.signals.module import Module, given_to, module_of
from scanner.signals.reach import LOOKUPS
from scanner.signals.remote import Sink, remote_is_run
from scanner.signals.theft import has_address
from scanner.syntax import statements

__all__ = ["RUN", "FlowCheck", "may_come", "may_run"]

RUN = SignalKind(
    name="remote-is-run",
    behaviour="execution",
    description="What came from the network is run as code or as a shell command, wherever in the module that is",
    points=4.8,
    group="exec-download",
)
READ = SignalKind(
    name="remote-is-evaluated",
    behaviour="execution",
    description="What came from the network is evaluated or unpickled, which runs what its sender likes",
    points=2.0,
    group="exec-download",
)
NAMED = SignalKind(
    name="named-is-run",
    behaviour="execution",
    description="Runs what it fetched from an address that it does not write out: whoever calls it says which",
    points=2.0,
    group="exec-download",
)
ASKS = SignalKind(
    name="lookup-answer-unused",
    behaviour="channel",
    description="Looks up a name that it put together, and does not want the answer: the question carries data",
    points=3.0,
    group="dns-exfiltration",
)
# Something comes from elsewhere, and something runs: both must be there. What SEEN looks for is not looked for again.
HANDS = OF_CODE.add(
    {
        "elsewhere": (
            rb"flask",
            rb"bottle",
            rb"quart",
            rb"fastapi",
            rb"starlette",
            rb"gspread",
            rb"imaplib",
            rb"poplib",
            rb"dns\.resolver",
            rb"redis",
            rb"cloudscraper",
            rb"curl_cffi",
            rb"RequestHandler",
            rb"import github|from github",
            rb"import gitlab",
            rb"import zulip",
            rb"googleapiclient",
            rb"pymongo",
            rb"supabase",
            rb"firebase_admin",
            rb"notion_client",
            rb"import praw",
            rb"import tweepy",
            rb"web3",
            rb"disnake|nextcord|hikari|aiogram|pyrogram|telethon|slack_bolt|socketio|slixmpp|SimpleXMLRPCServer",
            rb"\.status_code\b|\.raise_for_status\(",
        ),
        "runs": (
            rb"shell[ \t]*=[ \t]*[^F\s]",
            rb"getoutput|create_subprocess_exec\(",
            rb"getstatusoutput",
            rb"(?:run|Popen|call|check_output)\([^\n'\"]{1,80}\.split\(",
            rb"['\"](?:-c|-e|/c)['\"],\s{0,40}[A-Za-z_(]|['\"]exec['\"]",
            rb"(?:^|[^.\w])(?:exec|eval|compile)[ \t]*\(",
            rb"[(,][ \t]*exec[ \t]*[,)]",
            rb"marshal\.loads?|FunctionType\(|(?:\(|=[ \t]*)(?:__)?builtins\b[^.]|import builtins as",
            rb"builtins(?:__)?(?:\[|\.(?:exec|eval|compile|__dict__)\b)|from builtins|['\"]builtins['\"]\)",
            rb"run_path|spec_from_file_location|(?:Source|Sourceless|Extension)FileLoader|load_source|runsource|runcode|run_cell",
            rb"import_module\(\w+(?:\[|\.get)|['\"]get_source['\"]",
            rb"getattr\((?:importlib\.)?(?:import_module|__import__)\([^'\"\n]{1,60}\),[ \t]*[^'\"\s]",
            rb"(?:copy\w{0,4}|link)\([^\n]{0,60}executable",
            rb"class \w+\([^\n)]{0,60}Loader\b",
            rb"CFUNCTYPE|CreateThread|memfd_create|pty\.spawn|['\"]-(?:Command|enc)|\[sys\.executable,[ \t]*[\w(-]",
            rb"os\.(?:exec|spawn|posix_spawn)\w{1,3}\(|pexpect|invoke\.run|(?:target=|\()(?:os\.)?(?:exec|system),",
            rb"['\"](?:(?:ba|z)?sh|node|bun|perl|ruby|php|osascript|[wc]script)(?:\.exe)?['\"],[ \t]*[a-zA-Z_(]",
            rb"(?:\.(?:bash|zsh)rc|_profile|customize\.py|\.pth|\.z?profile|\.zshenv)['\"]",
            rb"['\"]\]\.(?:system|popen)\(",
            rb"\.git/hooks|['\"]\.ipython|profile_default|(?:\w{1,30}\.__file__|getsitepackages|get_paths?)\b",
            rb"\.stdin\.write\([^'\"]|\.communicate\([^)]",
            rb"['\"]crontab|autostart/|LaunchAgents|systemd/|\bStartup\b",
        ),
        "reads": (
            *(rb"pickle\.load", rb"dill\.load", rb"unsafe_load", rb"yaml\.load\(", rb"jsonpickle|dictConfig\("),
            rb"joblib\.load|from_string\(|jinja2[^\n]{0,60}\bTemplate\b|mako\.template|zipimport|sys\.path\.(?:insert|append)|CDLL\(",
        ),
        # All of these: a function of any module, by its name.
        "imports": (rb"import_module\(\w{1,20}\)",),
        "takes": (rb"getattr\((?:\w{1,20},[ \t]*\w{1,20}\)|(?:importlib\.)?import_module\()",),
        "hands over": (rb"\b(?:fn|func|function|obj|cls|call\w{0,4}|target|handler|method|f)\(\*\w",),
        "told": (rb"input[ \t]*=",),
        "looks up": (rb"(?:^|[:;])[ \t]*(?:\w+\.)?(?:getaddrinfo|gethostbyname(?:_ex)?)\(",),  # and wants no answer
    }
)
# Looks whether a text is an address, and says none.
IS_ADDRESS = re.compile(rb"startswith\(\(?[^()\n]{0,80}\)")
MOST_PARSED = 60_000  # bytes of one distribution: each tree costs more than the rules do


def may_come(layer: Layer) -> bool:
    """Whether something of a text may come from the network, by its words."""
    return has_address(layer) or _asks(layer)


def _asks(layer: Layer) -> bool:
    """Whether a text may ask for something as such libraries are asked, by its words."""
    asks = "elsewhere" in layer.words[HANDS] or not NETWORK.isdisjoint(layer.words[SEEN])
    return asks and layer.found(answers.WORDS) != {}


def may_run(layer: Layer) -> bool:
    """Whether a text may run what it is given, by its words."""
    words, hands = layer.words[SEEN], layer.words[HANDS]
    by_name = hands.keys() >= {"imports", "takes", "hands over"}
    return "runs" in hands or by_name or "calls of os" in words or ("told" in hands and "subprocess" in words)


class FlowCheck(CodeCheck):
    kinds = (RUN, NAMED, READ, ASKS)
    ALLOWED: ClassVar = dict.fromkeys(("asks", "knows", "looks up"), MOST_PARSED)

    def see_code(self, layer: Layer, *, is_large: bool) -> None:
        if is_large:
            return
        hands = layer.words[HANDS]
        runs = may_run(layer) or "reads" in hands
        if runs and _asks(layer):
            self.allowed["asks"].spend(layer, self._run)
        elif runs and has_address(layer):
            self.allowed["knows"].spend(layer, self._run)
        if "looks up" in hands:
            self.allowed["looks up"].spend(layer, self._ask)

    def _run(self, layer: Layer) -> None:
        if layer.tree is None:
            return
        ran = remote_is_run(layer.tree)
        if Sink.RUN in ran:
            is_named = not _says_whom(layer) and _is_told_whom(module_of(layer.tree))
            self.tell(NAMED if is_named else RUN, layer, ran[Sink.RUN])
        self.tell(READ, layer, ran.get(Sink.READ))

    def _ask(self, layer: Layer) -> None:
        if layer.tree is not None:
            self.tell(ASKS, layer, _unused_lookup(layer.tree))


def _says_whom(layer: Layer) -> bool:
    """Whether a text may say whom it asks, by an address or a library, and not merely look whether it was told one."""
    return "elsewhere" in layer.words[HANDS] or has_address(replace(layer, data=IS_ADDRESS.sub(b"", layer.data)))


def _is_told_whom(module: Module) -> bool:
    """Whether the functions that ask somebody are told whom by others, and by no other module of the package."""
    calls, found = module.once(Calls), module.once(answers.Answers)
    asking = [(call, scope) for call, scope in calls.every if found.has(call, scope.owner)]
    askers = {scope for _, scope in asking}
    whom = [(part, scope) for call, scope in asking for part in call.args[:1]]
    for call, scope in calls.every:
        if not askers.isdisjoint(calls.called(call, scope)):
            whom += [(part, scope) for part in given_to(call)]
        whom += [(part, scope) for started, given in calls.started(call, scope) if started in askers for part in given]
    return bool(whom) and all(isinstance(part, ast.Name) and part.id in scope.arguments for part, scope in whom)


def _unused_lookup(tree: ast.Module) -> int | None:
    """The line of a name's lookup that is put together and whose answer nobody takes; None where there is none."""
    module: Module | None = None
    for statement in statements(tree):
        match statement:
            case ast.Expr(value=ast.Call(func=func, args=[name, *_])) if _is_composed(name):
                module = module or module_of(tree)
                if module.path(func) in LOOKUPS:
                    return statement.lineno
            case _:
                pass
    return None


def _is_composed(name: ast.expr) -> bool:
    match name:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format" | "join")):
            return True
        case _:
            return False
