"""What of a module's values come from the network: answers to what it asked, and what visitors ask it."""

import ast
from collections.abc import Iterator
from typing import Final

from scanner.search import Search
from scanner.signals.addresses import Addresses
from scanner.signals.calls import Calls
from scanner.signals.module import CHAINED, Function, Module, verb_of
from scanner.signals.near import is_near
from scanner.signals.reach import talks
from scanner.syntax import nodes, statements

__all__ = ["REQUEST_TYPES", "WORDS", "Answers"]

_ANSWERS = (
    "get post put patch request urlopen getresponse open_connection create_connection connect ws_connect stream "
    "recv recvfrom makefile receive receive_text receive_json get_object"
)
ANSWERS = frozenset(_ANSWERS.split())
RECEIVES = frozenset(("recv", "recvfrom", "makefile"))
SOCKETS = frozenset(("socket", "ssl", "websocket", "websockets"))
# Services that hold what somebody else wrote, and how it is asked for.
_KEPT = {
    "gspread": "cell acell get_all_values get_all_records row_values col_values",
    "imaplib": "fetch uid",
    "poplib": "retr",
    "dns": "resolve query",
    "redis": "blpop brpop lpop rpop get_message",
    "github": "get_comments get_comment get_contents get_issue get_issues get_gist get_gists",
    "gitlab": "list get",
    "zulip": "get_messages get_events",
    "googleapiclient": "execute",
    "pymongo": "find find_one",
    "supabase": "execute",
    "firebase_admin": "get to_dict",
    "notion_client": "query retrieve",
    "praw": "submission comment",
    "tweepy": "get_user get_users_tweets get_tweet",
    "web3": "call get_transaction",
}
KEPT = {root: frozenset(verbs.split()) for root, verbs in _KEPT.items()}
VERBS = ANSWERS.union(*KEPT.values())
# What only an answer is asked, whoever was asked for it.
OF_ANSWERS = frozenset(("status_code", "raise_for_status", "iter_content", "iter_lines"))
# By these names somebody is told who takes what is sent to it; that is the last that a taker is given.
PUSHES = frozenset(("on_message", "on_message_callback", "on_data"))
# Libraries of chats, whose users write to whoever has the account, and of servers, to whom anybody does.
_CHATS = "discord disnake nextcord hikari telebot telegram aiogram pyrogram telethon slack_bolt socketio nio slixmpp"
CHATS = frozenset(_CHATS.split())
SERVERS = ("xmlrpc.server.",)
REQUESTS = ("flask.request.", "bottle.request.", "quart.request.")
REQUEST_TYPES = frozenset(("fastapi.Request", "starlette.requests.Request", "aiohttp.web.Request"))
OF_HANDLERS = frozenset(("path", "headers", "rfile", "request"))  # of ``self``, in a handler of requests
# Nothing is an answer in a module without one of these.
_HANDLERS: Final = (
    rb"message_handler|MessageHandler|CommandHandler|on_message|register_function|\.(?:event|command|message|on)\b"
)
WORDS: Final = Search({"word": (rb"\b(?:%b)\b" % "|".join(sorted(VERBS)).encode(), b"Request", _HANDLERS)})


class Answers:
    """Tells a module's answers."""

    def __init__(self, module: Module) -> None:
        self.module = module
        verbs = dict[str, list[ast.Call]]()
        for call, _ in module.once(Calls).every:
            verbs.setdefault(verb_of(call), []).append(call)
        imported = {name.partition(".")[0] for name in module.imports.values()}
        # Who listens is asked by its neighbours: by tools on the same machine, as a rule.
        self.receives = (
            not RECEIVES.isdisjoint(verbs)
            and verbs.keys().isdisjoint(("accept", "listen"))
            and not SOCKETS.isdisjoint(imported)
            and not any(
                is_near(call, module) for verb in ("connect", "create_connection") for call in verbs.get(verb, ())
            )
        )
        self.handlers: list[ast.expr | Function] = []  # that are called with what somebody writes in a chat
        self.chatting = {*CHATS}  # libraries of chats, and classes made from theirs
        asked = set[str]()
        self.takers: list[ast.expr] = []  # functions that are called with what others send, whenever they do
        for node in nodes(module.tree):
            match node:
                case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in OF_ANSWERS:
                    asked.add(name)
                case ast.Assign(targets=[ast.Attribute(attr=name)], value=taker) if name in PUSHES:
                    self.takers.append(taker)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self.handlers += [node for decorator in node.decorator_list if self._is_of_chats(decorator)][:1]
                case ast.ClassDef(name=name, bases=bases) if any(map(self._is_of_chats, bases)):
                    self.chatting.add(name)
                    self.handlers += (item for item in node.body if isinstance(item, Function))
                case ast.Call(keywords=words, args=given):
                    self.handlers += given if given and self._is_of_chats(node) else ()
                    self.takers += (word.value for word in words if word.arg in PUSHES)
                case _:
                    pass
        self.named = {value for name, value in _assigned(module.tree) if name in asked} if asked else set[ast.expr]()

    def _is_of_chats(self, node: ast.expr) -> bool:
        """Whether what is called, or stands by itself, is of a library that calls others with what somebody writes."""
        path = self.module.path(node.func if isinstance(node, ast.Call) else node, CHAINED)
        return path.partition(".")[0].removesuffix("()") in self.chatting or path.startswith(SERVERS)

    def has_account(self) -> bool:
        """Whether a module brings the account, or the address, by which a library of chats is written to.

        Whoever writes there is whom the module's author knows; nobody needs an account to write to a server.
        """
        addresses = self.module.once(Addresses)
        return any(
            self.module.path(call.func, CHAINED).startswith(SERVERS) or addresses.site(call, scope) is not None
            for call, scope in self.module.once(Calls).every
            if self._is_of_chats(call)
        )

    def has(self, node: ast.AST, owner: ast.ClassDef | None) -> bool:
        """Whether an expression, in a method of ``owner``, is an answer or a part of what a visitor asked."""
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr in OF_HANDLERS:
                bases = owner.bases if owner is not None else ()
                return any(self.module.path(base).endswith("RequestHandler") for base in bases)
            return self.module.path(node).startswith(REQUESTS)
        if not isinstance(node, ast.Call):
            return False
        verb = self.module.verb_of(node)
        if verb in RECEIVES and self.receives:
            return True
        if verb not in VERBS:
            return False
        path = self.module.path(node.func, CHAINED)
        if node in self.named and verb in ANSWERS and not is_near(node, self.module, unless_told=False):
            return True
        if verb in KEPT.get(path.partition(".")[0].removesuffix("()"), ()):
            return True
        is_answer = verb in ANSWERS and (talks(path) or path.startswith("http.client.HTTP"))
        return is_answer and not path.startswith("socket.") and not is_near(node, self.module)


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names that calls are given, each with its call."""
    for node in statements(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() | ast.Await() as value):
                yield name, value.value if isinstance(value, ast.Await) else value
            case _:
                pass
