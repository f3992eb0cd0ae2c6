"""What of a module's values is a secret of whoever uses it: by the names of values, and followed from there."""

import ast
import itertools
import re
from collections.abc import Callable, Collection, Iterator
from typing import ClassVar, Final

from scanner.signals.addresses import OF_ENVIRONMENT
from scanner.signals.bodies import NONE, WHOLE, Body, Share
from scanner.signals.definitions import fields_of
from scanner.signals.follow import LOOKED_UP, Flow
from scanner.signals.headers import SHOWN, beside, is_header, proves, proving
from scanner.signals.module import Module, keyword, verb_of
from scanner.signals.observed import OF_EVENTS, Listeners, is_observed, polled, written_by
from scanner.signals.remembered import remembered
from scanner.signals.scopes import Scope
from scanner.signals.secret_names import (
    SecretNames,
    is_of_any,
    is_part_of_secret,
    is_picked,
    is_variable,
    looks_for_secrets,
    names_secrets,
)
from scanner.signals.stores import (
    ENVIRONMENTS,
    JOINS,
    PART_OF_STORE,
    WALKS,
    goes_home,
    is_store,
    is_told_by_cloud,
    is_told_by_command,
    is_told_by_library,
    leads_to_store,
)
from scanner.syntax import nodes, text_of

__all__ = ["CARRIES", "Credentials", "Given", "nobody"]

ASKS: Final = re.compile(r"getpass$|(?:get|load|read|ask|decrypt|export|prompt|reveal)_")  # functions that give one
HOLDERS: Final = re.compile(r"_?(?:\w+_)?(?:acct|account|wallet|signer|keypair)\d?")  # of coins; what they sign with
# All that the environment holds, and how those are picked out of it that are secret.
TAKES_ALL = frozenset(("items", "values", "copy"))
WRITES_ALL = frozenset(("dict", "str", "repr", "dumps", "list", "ChainMap", "format", "urlencode", "deepcopy"))
COMPREHENSIONS = (ast.DictComp, ast.ListComp, ast.GeneratorExp)
# What a framework was told about the program that uses the package.
SETTINGS = "django.conf.settings."
OF_SETTINGS: Final = re.compile(r"SECRET_KEY|DATABASES|\w+_PASSWORD")

# Who gives what it was given, written otherwise; anybody else makes something else of a secret, as a digest is.
_CARRIES = (
    "str bytes bytearray repr dict list tuple sorted dumps loads load safe_load urlencode quote quote_plus b64encode "
    "urlsafe_b64encode b85encode hexlify compress encrypt deepcopy BytesIO StringIO FormData open Path expanduser join "
    "asdict Request HTTPRequest format enumerate reversed zip filter map set frozenset iter next chain islice chr "
    "memoryview fsdecode fsencode listdir scandir walk iglob make_archive imencode to_png unpack get_typed_strings "
    "MIMEText MIMEApplication MIMEBase OpenKey OpenKeyEx EnumKey EnumValue QueryValueEx"
)
CARRIES = frozenset(_CARRIES.split())
REQUESTS = frozenset(("Request", "HTTPRequest"))
_OF_TEXT = (
    "encode decode hex strip lower upper copy items values replace split splitlines read readlines read_text "
    "read_bytes getvalue get_secret_value get_dict export_key exportKey to_dict dict json model_dump private_bytes "
    "glob rglob iterdir resolve absolute joinpath with_name as_posix communicate tobytes get_frozen_credentials "
    "data load cursor execute fetchall fetchone group groups sections prepare get_secret get_label get_attributes"
)
OF_TEXT = frozenset(_OF_TEXT.split()) | LOOKED_UP
SEARCHES = frozenset(("findall", "finditer"))
OF_PATTERNS = frozenset(("findall", "finditer", "search", "sub", "split"))  # they give parts of what they look into
# Attributes that hold what was said or read, not who or where.
_CONTENTS = "stdout stderr text content output value access_key secret_key token rgb bgra raw"
CONTENTS = frozenset(_CONTENTS.split())
WRITES_INTO = frozenset(("dump", "copyfileobj", "copy", "copyfile", "copy2", "move"))  # their second argument
WRITES_INTO_OR_SAVES = WRITES_INTO | {"save", "make_archive", "imwrite", "write"}
# Which write what they are given last into a file whose path they are given first.
WRITES_FILES = frozenset(("cv2.imwrite", "soundfile.write", "scipy.io.wavfile.write"))
PARTS_OF_MAIL = frozenset(("set_content", "set_payload", "attach", "add_attachment"))
# Methods that give all of an object to who asks for it as a text, a list or a table.
OF_ALL = frozenset(("__iter__", "__str__", "__repr__", "__getstate__"))
OF_FIELDS = frozenset(("asdict", "astuple", "vars"))
FROM_ENVIRONMENT = OF_ENVIRONMENT | {"os.environ.pop"}
TAKES = LOOKED_UP | {"getenv"}
DIGESTS = frozenset(("len", "bool", "isinstance", "hash", "int", "type", "sha256", "sha1", "md5", "hexdigest"))


Given = Callable[[ast.Call, Module], bool]


def nobody(call: ast.Call, module: Module) -> bool:
    """No function of another module gives a secret."""
    return False


class Credentials(Flow):
    """``sites`` are those that the module talks to; with ``only_keys``, only what no service ever asks for counts.

    With ``only_stores``, only what a machine keeps does, whatever names say.

    With ``tokens``, so does what a service's user sends to it all day; with ``handed``, only what these functions, or
    those of such names, are given. ``given`` tells which calls get a secret of another module.
    """

    KEEPS: ClassVar = Flow.KEEPS | {
        "read",
        "readfp",
        "writestr",
        "add",
        "write_text",
        "write_bytes",
        "writelines",
        "writeframes",
        *PARTS_OF_MAIL,
    }
    OF_OBJECTS: ClassVar = True
    SOURCES: ClassVar = (
        *(ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Dict, ast.Constant, ast.BinOp, ast.JoinedStr),
        ast.FormattedValue,
        *COMPREHENSIONS,
    )

    def __init__(
        self,
        module: Module,
        *,
        sites: Collection[str] = (),
        only_keys: bool = False,
        only_stores: bool = False,
        tokens: bool = False,
        handed: Collection[str | Scope] = (),
        given: Given = nobody,
    ) -> None:
        super().__init__(module)
        self.given = given
        self.only_keys = only_keys or only_stores
        self.only_stores = only_stores
        self.tokens = tokens
        self.names = SecretNames(module, sites, only_keys=self.only_keys, tokens=tokens)
        self.handed = self.hand_to(handed)
        self.observes = not (self.handed or only_stores)
        listeners = module.once(Listeners).scopes if self.observes else ()
        self.listens = self.observes and (self.hand_to(listeners) or "evdev" in module.imports)

    def source(self, node: ast.expr, body: Body) -> Share:
        return WHOLE if not self.handed and self._is_one(node, body) else NONE

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        if self.given is not nobody and self.given(ast.Call(node, [], []), self.module):
            return WHOLE
        # An address that belongs to a key is no key.
        is_file = node.attr == "name" and self.module.path(node.value).startswith("tempfile.")
        is_said = node.attr in CONTENTS or (self.listens and node.attr in OF_EVENTS)
        return self.share(node.value, body) if is_file or is_said else NONE

    def gives(self, call: ast.Call, body: Body) -> Share:
        if not self.handed and self.given(call, self.module):
            return WHOLE
        verb = verb_of(call)
        match call.func:
            case ast.Attribute(value=value) if verb in OF_PATTERNS:
                return max(self.share(value, body), self.most(call.args, body))
            case ast.Attribute(value=value) if verb in OF_TEXT:
                return self.share(value, body) or (self.most(call.args, body) if verb in WALKS else NONE)
            case _ if verb in CARRIES:
                given = [word.value for word in call.keywords if word.arg not in SHOWN]
                if verb in REQUESTS:
                    headers = call.args[2] if len(call.args) > 2 else keyword(call, "headers")
                    return self.most([*call.args[:2], *given, *beside(headers)], body)
                return self.most([*call.args, *given], body)
            case ast.Name(id=name) if (of := self.module.classes.get(name)) and self.definitions.has_fields_only(of):
                return self.most([*call.args, *(word.value for word in call.keywords)], body)
            case _ if call.args and self.module.path(call.func) == "sqlite3.connect":
                return self.share(call.args[0], body)
            case _:
                return NONE

    def held(self) -> set[str]:
        """The classes whose objects keep a secret, or give it of themselves, and the attributes by which they do."""
        kept = {name: self.kept_by(owner) for name, owner in self.module.classes.items()}
        giving = {body.owner for body in self.bodies.values() if body.returns and _name_of(body) in OF_ALL}
        classes = {name for name, owner in self.module.classes.items() if kept[name] or owner in giving}
        return classes.union(*(by.keys() for by in kept.values()))

    def _assign(self, node: ast.AST, body: Body) -> None:
        super()._assign(node, body)
        match node:
            case ast.Call(func=ast.Attribute(attr=verb), args=[given, target, *_]) if verb in WRITES_INTO:
                self._bind(target, self.share(given, body), body)
            case ast.Call(args=[name, form, given, *_]) if verb_of(node) == "make_archive":
                for target in (name, _archive(name, form)):
                    self._bind(target, self.share(given, body), body)
            case ast.Call(args=[target, *_, given]) if self.module.path(node.func) in WRITES_FILES:
                self._bind(target, self.share(given, body), body)
            case ast.Call() if self.observes and (files := [*written_by(node, self.module)]):
                for target in files:
                    self._bind(target, WHOLE, body)
            case ast.Call(func=ast.Attribute(value=holder, attr="update"), args=[given]) if self._is_environment(given):
                self._bind(holder, WHOLE, body)
            case ast.Call(func=ast.Attribute(value=holder, attr="save"), args=[target, *_]):
                self._bind(target, self.share(holder, body), body)
            case _:
                pass

    def _may_keep(self, node: ast.AST) -> bool:
        if super()._may_keep(node):
            return True
        if type(node) is not ast.Call or node.args == []:
            return False
        return verb_of(node) in WRITES_INTO_OR_SAVES or (self.observes and is_observed(node, self.module))

    def _is_one(self, node: ast.expr, body: Body) -> bool:
        match node:
            case ast.Name(id=name):
                if (self.tokens and name in self._showing(body)) or (self.observes and name in self._polled(body)):
                    return True
                return self._is_secret(name) and (name in body.arguments or not self._is_written(node))
            case ast.Attribute(value=ast.Name(id=holder), attr="key" | "_key") if HOLDERS.fullmatch(holder):
                return True
            case ast.Attribute(attr=name):
                return self._is_of_settings(node) or (self._is_secret(name) and not self._is_written(node))
            case ast.Subscript(value=holder, slice=ast.Constant(value=str(name))):
                return self._is_secret(name) or is_header(holder, name)
            case ast.Call() if is_told_by_cloud(node, self.module) or self._searches(node):
                return True
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if verb_of(node) in TAKES:
                return self._is_secret(name) or (isinstance(func, ast.Attribute) and is_header(func.value, name))
            case ast.Call(func=func, args=[ast.JoinedStr() | ast.BinOp() as name, *_]) if verb_of(node) in TAKES:
                return self.module.path(func) in FROM_ENVIRONMENT and is_of_any(name)
            case ast.Call(func=func, args=[ast.Name(id=name), *_]) if name in body.locals and verb_of(node) in TAKES:
                is_of_all = self._walks_environment(body) and self._takes_all(body)
                return self.module.path(func) in FROM_ENVIRONMENT and (is_of_all or self._goes_through(body))
            case ast.Subscript(value=holder, slice=ast.JoinedStr() | ast.BinOp() as name):
                return self.module.path(holder) == "os.environ" and is_of_any(name)
            case ast.Subscript(slice=key) if self.listens and self.share(key, body) is not NONE:
                return True
            case ast.Subscript(value=holder, slice=ast.Name()) if self._is_environment(holder):
                return self._walks_environment(body) and self._takes_all(body)
            case ast.Call(keywords=[ast.keyword(arg="hide_password", value=ast.Constant(value=False))]):
                return True
            case ast.Call(args=[ast.Name(id="self")]) if verb_of(node) in OF_FIELDS:
                return body.owner is not None and any(self._is_secret(name) for name in fields_of(body.owner))
            case ast.Call(func=ast.Attribute(value=holder, attr=verb), args=[]) if (
                verb in TAKES_ALL and self._is_environment(holder)
            ):
                return self._takes_all(body)
            case ast.Call(args=[given]) if verb_of(node) in WRITES_ALL and self._is_environment(given):
                return True
            case ast.BinOp(op=ast.Mod(), right=given) | ast.FormattedValue(value=given) if self._is_environment(given):
                return True
            case ast.Call():
                verb = verb_of(node)
                return (
                    (ASKS.match(verb) is not None and self._is_secret(verb.replace("getpass", "password")))
                    or is_told_by_command(node, self.module)
                    or is_told_by_library(node, self.module, own=not self.only_keys)
                    or (self.observes and is_observed(node, self.module))
                    or (verb in JOINS and leads_to_store(self.module, node))
                    or (verb in WALKS and (goes_home(node, self.module) or self._picks_stores(body)))
                )
            case ast.Dict(keys=keys, values=values):
                return any(
                    self._is_environment(value)
                    if key is None
                    else self._is_secret(text_of(key)) and self._is_given(value)
                    for key, value in zip(keys, values, strict=True)
                )
            case ast.Constant(value=str(text)):
                return leads_to_store(self.module, node) or self.written.get(text, NONE) is not NONE
            case ast.BinOp(op=ast.Div() | ast.Add()) | ast.JoinedStr():
                return leads_to_store(self.module, node)
            case ast.DictComp(generators=parts) | ast.ListComp(generators=parts) | ast.GeneratorExp(generators=parts):
                return any(self._picks(test, body) for part in parts for test in part.ifs) or _takes_of(
                    node, [part.target for part in parts if self._counts(part.iter, body, proves) > 1]
                )
            case _:
                return False

    def _is_secret(self, name: str) -> bool:
        return not self.only_stores and self.names[name]

    @remembered
    def _showing(self, body: Body) -> set[str]:
        """The names by which a function shows who asks, in the headers of what it asks."""
        shown = (value for node in body.own if isinstance(node, ast.Dict) for value in proving(node))
        return {part.id for value in shown for part in nodes(value) if isinstance(part, ast.Name)}

    @remembered
    def _polled(self, body: Body) -> set[str]:
        return polled(body.scope)

    @remembered
    def _goes_through(self, body: Body) -> bool:
        """Whether a function goes through a list of several names of variables that hold secrets."""
        return any(self._counts(names, body, is_variable) > 1 for names in _looped(body))

    @remembered
    def _walks_environment(self, body: Body) -> bool:
        """Whether a function goes through all names of the environment."""
        return any(self._is_environment(part) for names in _looped(body) for part in nodes(names))

    @remembered
    def _picks_stores(self, body: Body) -> bool:
        """Whether a function that goes through files picks out such as hold secrets."""
        return any(PART_OF_STORE.fullmatch(text) or is_store(text, alone=True) for text in _texts_of(body))

    @remembered
    def _takes_all(self, body: Body) -> bool:
        """Whether a function that goes through the environment takes all of it, or what is secret by its name."""
        texts = itertools.chain(_texts_of(body), _texts_of(self.bodies[self.module.scopes[0]]))
        going = {
            name.id
            for node in body.own
            if isinstance(node, (ast.For, ast.comprehension)) and any(map(self._is_environment, nodes(node.iter)))
            for name in nodes(node.target)
            if isinstance(name, ast.Name)
        }
        chosen = (test for node in body.own for test in _tests(node) if not going or not going.isdisjoint(_names(test)))
        return all(map(_leaves_out, chosen)) or any(map(names_secrets, texts))

    def _picks(self, test: ast.expr, body: Body) -> bool:
        """Whether a condition lets through what is called as secrets are, by several names or parts of such."""
        match test:
            case ast.Compare(ops=[ast.In()], comparators=[listed]):
                return self._counts(listed, body, proves) > 1
            case ast.Call(
                func=ast.Name(id="any"),
                args=[ast.GeneratorExp(elt=ast.Compare(ops=[ast.In()]), generators=[ast.comprehension(iter=listed)])],
            ):
                return self._counts(listed, body, is_part_of_secret) > 1
            case ast.BoolOp(values=tests):
                return any(self._picks(part, body) for part in tests) or sum(map(_is_part, tests)) > 1
            case ast.Call(func=ast.Attribute(attr="startswith" | "endswith"), args=[listed]):
                return self._counts(listed, body, is_picked) > 0
            case ast.Call(func=ast.Attribute(attr="search" | "match" | "findall" | "fullmatch")):
                return names_secrets(self._pattern_of(test))
            case _:
                return False

    def _searches(self, call: ast.Call) -> bool:
        """Whether a call takes out of a text all that is called as secrets are, or looks like them."""
        pattern = self._pattern_of(call) if verb_of(call) in SEARCHES else ""
        return names_secrets(pattern) or looks_for_secrets(pattern)

    def _pattern_of(self, call: ast.Call) -> str:
        """The pattern that a text is searched for, where it is written out."""
        holder = call.func.value if isinstance(call.func, ast.Attribute) else None
        is_library = holder is not None and self.module.path(holder) in ("re", "regex")
        made = call if is_library else self.module.value_of(holder)
        return text_of(made.args[0]) if isinstance(made, ast.Call) and made.args else ""

    def _counts(self, listed: ast.expr, body: Body, is_one: Callable[[str], bool]) -> int:
        """How many texts of a list that is written out, or that a name stands for, are such."""
        if isinstance(listed, ast.Name):
            listed = body.given.get(listed.id) or self.module.value_of(listed) or listed
        return _count(self.module, listed, is_one)

    def _is_environment(self, node: ast.AST | None) -> bool:
        return isinstance(node, ast.expr) and self.module.path(node) in ENVIRONMENTS

    def _is_of_settings(self, node: ast.Attribute) -> bool:
        return OF_SETTINGS.fullmatch(node.attr) is not None and self.module.path(node).startswith(SETTINGS)

    def _is_written(self, node: ast.expr) -> bool:
        """Whether a name stands for a literal of the module, which is no secret of its user."""
        value = self.module.value_of(node)
        return isinstance(value, ast.Constant) and bool(value.value)

    def _is_given(self, value: ast.expr) -> bool:
        """Whether somebody gave what a module calls a secret: not the module itself, nor what tells of one."""
        match value:
            case ast.Name() | ast.Attribute():
                return not self._is_written(value)
            case ast.Call():
                return verb_of(value) not in DIGESTS
            case _:
                return isinstance(value, (ast.Subscript, ast.JoinedStr))


def _name_of(body: Body) -> str:
    return getattr(body.top, "name", "")


def _archive(name: ast.expr, form: ast.expr) -> ast.expr:
    """The archive of a form that is packed under a name, where that is written out."""
    suffix = f".{text_of(form)}".replace(".gztar", ".tar.gz")
    return ast.Constant(name.value + suffix) if isinstance(name, ast.Constant) and isinstance(name.value, str) else name


@remembered
def _count(module: Module, listed: ast.expr, is_one: Callable[[str], bool]) -> int:
    is_list = isinstance(listed, (ast.Tuple, ast.List, ast.Set))
    texts = (part.value for part in (listed.elts if is_list else [listed]) if isinstance(part, ast.Constant))
    return sum(is_one(text) for text in texts if isinstance(text, str))


def _looped(body: Body) -> Iterator[ast.expr]:
    """What a function goes through."""
    return (node.iter for node in body.own if isinstance(node, (ast.For, ast.comprehension)))


def _takes_of(going: ast.expr, targets: Collection[ast.expr]) -> bool:
    """Whether what goes through names takes what stands under one of these: by an index of that name."""
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    return bool(names) and any(
        isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name) and node.slice.id in names
        for node in nodes(going)
    )


def _tests(node: ast.AST) -> list[ast.expr]:
    """The conditions of a statement or a comprehension."""
    match node:
        case ast.comprehension(ifs=tests):
            return tests
        case ast.If(test=test) | ast.IfExp(test=test):
            return [test]
        case _:
            return []


def _names(node: ast.expr) -> set[str]:
    return {part.id for part in nodes(node) if isinstance(part, ast.Name)}


def _leaves_out(test: ast.expr) -> bool:
    """Whether a condition lets through all but some, or but what is empty."""
    match test:
        case ast.Compare(ops=[ast.NotIn() | ast.NotEq()]) | ast.UnaryOp(op=ast.Not()) | ast.Name():
            return True
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(map(_leaves_out, parts))
        case _:
            return False


def _texts_of(body: Body) -> Iterator[str]:
    """The texts that a function writes out."""
    for node in body.own:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_part(test: ast.expr) -> bool:
    """Whether a condition looks for a part of a secret's name in another."""
    match test:
        case ast.Compare(left=ast.Constant(value=str(text)), ops=[ast.In()]):
            return is_part_of_secret(text)
        case _:
            return False
