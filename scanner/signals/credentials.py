"""What of a module's values is a secret of whoever uses it: by the names of values, and followed from there."""

import ast
import re
from collections.abc import Callable, Collection, Iterator
from typing import ClassVar, Final

from scanner.signals.follow import LOOKED_UP, NONE, WHOLE, Body, Flow, Share
from scanner.signals.module import Function, Module, keyword, verb_of
from scanner.syntax import nodes

__all__ = ["SHOWN", "Credentials", "Given", "beside", "nobody", "showing"]

# Names of secrets. What a service gave its user for itself (``api_secret``) is sent to it all day.
_ENDS = r"(?:_(?:hex|bytes|str|text|value|raw|plain|b64|enc|[12]))?s?$"
_KEYS = r"priv(?:ate)?_?key|mnemonic|(?:seed|recovery|secret|backup)_?(?:phrase|words)|cvv2?|card_?(?:number|no)"
_OF_SERVICES = "client api app consumer token webhook shared"
_NOT_OF_SERVICES = "".join(rf"(?<!{word}_)" for word in _OF_SERVICES.split())
_STORES = r"(?:database|db|redis|mongo(?:db)?|postgres)_ur[il]|connection_string"
_WORDS = rf"{_STORES}|pass(?:w(?:or)?d|phrase|code)|pwd|pw|{_NOT_OF_SERVICES}secret(?:_key)?|cookie"
KEY: Final = re.compile(rf"(?:^|_)(?:{_KEYS}){_ENDS}")
SECRET: Final = re.compile(rf"(?:^|_)(?:{_KEYS}|{_WORDS}){_ENDS}")
# What modules of wallets, or that sign and encrypt, call the same in short, where others mean something else by it: by
# the words that tell them.
IN_SHORT: Final = {
    re.compile(r"mnemonic|bip_?39|keypair|solders|eth_?account|seed_?phrase", re.IGNORECASE): re.compile(
        rf"(?:.*_)?(?:seed|phrase|words|keypair|wif|entropy|pk|priv|sk|(?:key|secret)_?bytes){_ENDS}"
    ),
    re.compile(r"\bjw[st]\b|hmac|ecdsa|\bsignatures?\b|cipher|encrypt", re.IGNORECASE): re.compile(
        r"(?:signing_|raw_)?keys?"
    ),
}
CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
ASKS: Final = re.compile(r"getpass$|(?:get|load|read|ask|decrypt|export|prompt|reveal)_")  # functions that give one
FILES: Final = re.compile(
    r"(?:.*[/\\])?(?:\.(?:aws[/\\](?:credentials|sso[/\\]cache)|ssh[/\\]id_\w+|pypirc|netrc|npmrc|git-credentials|"
    r"env(?:\.\w+)?|kube[/\\]config|docker[/\\]config\.json|vault-token)|application_default_credentials\.json|"
    r"credentials\.(?:db|tfrc\.json)|msal_token_cache\.\w+|claude_desktop_config\.json|mcp(?:_config)?\.json|"
    r"key4\.db|logins\.json|cookies\.sqlite|Login Data|Local State|wallet\.dat|id_(?:rsa|ed25519|ecdsa))"
)
HOLDERS: Final = re.compile(r"_?(?:\w+_)?(?:acct|account|wallet|signer|keypair)\d?")  # of coins; what they sign with
# Keys to services that many packages know: another's secret, wherever else they go.
_SERVICES = "openai|anthropic|github|gitlab|huggingface|aws|gemini|stripe|npm|pypi|azure|slack|discord|telegram"
OF_SERVICE: Final = re.compile(rf"(?:^|_)({_SERVICES})_(?:\w+_)?(?:key|token|secret|password)$")
# Behind a name that is put in: whatever service that is, its key.
OF_ANY: Final = re.compile(r"\w*_(?:key|token|secret|password)", re.IGNORECASE)
# All that the environment holds, and how those are picked out of it that are secret.
_ALL = "os.environ.items os.environ.values os.environ.copy"
ALL_OF_ENVIRONMENT = frozenset(_ALL.split())
WRITES_ALL = frozenset(("dict", "str", "repr", "dumps", "list"))
_OF_OTHERS = "AWS|AZURE|ARM|GOOGLE|GCP|SSH|TF_VAR|GITHUB|GITLAB|NPM|TWINE|VAULT|DOCKER|OPENAI|ANTHROPIC"
PICKS: Final = re.compile(
    rf"(?:\w*_)?(?:key|token|secret|passw(?:or)?d|pass|credentials?)s?|(?:{_OF_OTHERS})_|KUBE_?", re.IGNORECASE
)
# What shows who asks, to whoever is asked: of use to nobody else.
HEADERS: Final = re.compile(r"(?:proxy-)?authorization|(?:x-)?api-key|x-(?:\w+-)*(?:token|key|secret)", re.IGNORECASE)
# By what names of secrets are picked out of all names.
PART_OF_SECRET: Final = re.compile(
    r"(?:api_?)?(?:key|token|secret|passw(?:or)?d?|pwd|credentials?|private|signing|auth\w{0,9}|cookie|bearer|seed)s?",
    re.IGNORECASE,
)
COOKIES = frozenset(("cookie", "set-cookie", "cookies"))
COMPREHENSIONS = (ast.DictComp, ast.ListComp, ast.GeneratorExp)
# What a service and its user both know; what either sends to the other says nothing, but no third one needs it.
TOKEN: Final = re.compile(rf"(?:^|_)(?:token|api_?key|access_?key|authorization|session_(?:id|string|key)){_ENDS}")
# What a framework was told about the program that uses the package.
SETTINGS = "django.conf.settings."
OF_SETTINGS: Final = re.compile(r"SECRET_KEY|DATABASES|\w+_PASSWORD")

LONGEST_WORD: Final = 80  # characters of a text that names something

# What shows a service who asks, rather than hands something over.
SHOWN = frozenset(("headers", "auth", "cookies", "cert", "proxies", "proxy", "timeout", "verify"))
# Headers by which a service knows who asks.
SHOWS: Final = re.compile(r"auth|key|token|secret|password|cookie|session|credential", re.IGNORECASE)
# Who gives what it was given, written otherwise; anybody else makes something else of a secret, as a digest is.
_CARRIES = (
    "str bytes bytearray repr dict list tuple sorted dumps loads load urlencode quote quote_plus b64encode "
    "urlsafe_b64encode b85encode hexlify compress encrypt deepcopy BytesIO StringIO FormData open Path expanduser join "
    "asdict Request format enumerate reversed zip memoryview fsdecode fsencode"
)
CARRIES = frozenset(_CARRIES.split())
_OF_TEXT = (
    "encode decode hex strip lower upper copy items values replace split splitlines read readlines read_text "
    "read_bytes getvalue get_secret_value get_dict export_key exportKey to_dict dict json model_dump private_bytes"
)
OF_TEXT = frozenset(_OF_TEXT.split()) | LOOKED_UP
OF_FIELDS = frozenset(("asdict", "astuple", "vars"))
OF_ENVIRONMENT = frozenset(("os.getenv", "os.environ.get", "os.environ.pop"))
ARCHIVES = frozenset(("zipfile.ZipFile", "tarfile.open", "gzip.GzipFile", "gzip.open"))  # written into something else
TAKES = LOOKED_UP | {"getenv"}
DIGESTS = frozenset(("len", "bool", "isinstance", "hash", "int", "type", "sha256", "sha1", "md5", "hexdigest"))


Given = Callable[[ast.Call, Module], bool]


def nobody(call: ast.Call, module: Module) -> bool:
    """No function of another module gives a secret."""
    return False


class Credentials(Flow):
    """``sites`` are those that the module talks to; with ``only_keys``, only what no service ever asks for counts.

    With ``tokens``, so does what a service's user sends to it all day; with ``handed``, only what functions of these
    names are given. ``given`` tells which calls get a secret of another module.
    """

    KEEPS: ClassVar = Flow.KEEPS | {"read", "readfp", "writestr", "add"}
    OF_OBJECTS: ClassVar = True
    SOURCES: ClassVar = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Dict, ast.Constant, *COMPREHENSIONS)

    def __init__(
        self,
        module: Module,
        *,
        sites: Collection[str] = (),
        only_keys: bool = False,
        tokens: bool = False,
        handed: Collection[str] = (),
        given: Given = nobody,
    ) -> None:
        super().__init__(module)
        self.given = given
        self.packed: dict[Body, dict[str, ast.expr]] = {}
        self.sites = sites
        self.only_keys = only_keys
        self.tokens = tokens
        self.known: dict[str, bool] = {}
        self.spoken: dict[re.Pattern[str], bool] = {}
        self.handed = self.hand_to(handed)

    def source(self, node: ast.expr, body: Body) -> Share:
        return WHOLE if not self.handed and self._is_one(node, body) else NONE

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        return NONE  # an address that belongs to a key is no key

    def gives(self, call: ast.Call, body: Body) -> Share:
        if not self.handed and self.given(call, self.module):
            return WHOLE
        verb = verb_of(call)
        match call.func:
            case ast.Attribute(value=value) if verb in OF_TEXT:
                return self.share(value, body)
            case _ if verb in CARRIES:
                given = [word.value for word in call.keywords if word.arg not in SHOWN]
                if verb == "Request":
                    headers = call.args[2] if len(call.args) > 2 else keyword(call, "headers")
                    return self.most([*call.args[:2], *given, *beside(headers)], body)
                return self.most([*call.args, *given], body)
            case _:
                return NONE

    def leave(self, call: ast.Call, body: Body) -> None:
        """What an object is made with that has nothing but fields."""
        match call.func:
            case ast.Name(id="cls") if body.owner is not None:
                made = body.owner
            case ast.Name(id=name):
                made = self.module.classes.get(name)
            case _:
                return
        if made is not None and not any(isinstance(item, Function) and item.name == "__init__" for item in made.body):
            kept = self.kept.setdefault(made, {})
            words = {word.arg: word.value for word in call.keywords if word.arg}
            for name, value in (*zip(_fields(made), call.args, strict=False), *words.items()):
                self._raise(kept, name, self.share(value, body))

    def _bind(self, target: ast.expr, share: Share, body: Body) -> None:
        super()._bind(target, share, body)
        if share is not NONE and isinstance(target, ast.Name) and (inner := self._packs(body).get(target.id)):
            super()._bind(inner, share, body)

    def _packs(self, body: Body) -> dict[str, ast.expr]:
        """By the name of an archive that a function makes, what that is written into."""
        if body not in self.packed:
            found = self.packed[body] = dict[str, ast.expr]()
            for node in body.binding:
                match node:
                    case (
                        ast.withitem(optional_vars=ast.Name(id=name), context_expr=ast.Call() as made)
                        | ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made)
                    ) if self.module.path(made.func) in ARCHIVES:
                        inner = keyword(made, "fileobj") or next(iter(made.args), None)
                        if isinstance(inner, ast.Name):
                            found[name] = inner
                    case _:
                        pass
        return self.packed[body]

    def _is_one(self, node: ast.expr, body: Body) -> bool:
        match node:
            case ast.Name(id=name):
                return self._is_secret(name) and (name in body.arguments or not self._is_written(node))
            case ast.Attribute(value=ast.Name(id=holder), attr="key" | "_key") if HOLDERS.fullmatch(holder):
                return True
            case ast.Attribute(attr=name):
                return self._is_of_settings(node) or (self._is_secret(name) and not self._is_written(node))
            case ast.Subscript(value=holder, slice=ast.Constant(value=str(name))):
                return self._is_secret(name) or _is_header(holder, name)
            case ast.Call(func=func, args=[ast.Constant(value=str(name)), *_]) if verb_of(node) in TAKES:
                return self._is_secret(name) or (isinstance(func, ast.Attribute) and _is_header(func.value, name))
            case ast.Call(func=func, args=[ast.JoinedStr() | ast.BinOp() as name, *_]) if verb_of(node) in TAKES:
                return self.module.path(func) in OF_ENVIRONMENT and _is_of_any(name)
            case ast.Subscript(value=holder, slice=ast.JoinedStr() | ast.BinOp() as name):
                return self.module.path(holder) == "os.environ" and _is_of_any(name)
            case ast.Call(keywords=[ast.keyword(arg="hide_password", value=ast.Constant(value=False))]):
                return True
            case ast.Call(args=[ast.Name(id="self")]) if verb_of(node) in OF_FIELDS:
                return body.owner is not None and any(self._is_secret(name) for name in _fields(body.owner))
            case ast.Call(func=func, args=[]) if self.module.path(func) in ALL_OF_ENVIRONMENT:
                return _picks_secrets(body)
            case ast.Call(args=[given]) if verb_of(node) in WRITES_ALL and self._is_environment(given):
                return True
            case ast.Call():
                verb = verb_of(node)
                return ASKS.match(verb) is not None and self._is_secret(verb.replace("getpass", "password"))
            case ast.Dict(keys=keys, values=values):
                return any(
                    self._is_environment(value)
                    if key is None
                    else isinstance(key, ast.Constant) and self._is_secret(str(key.value)) and self._is_given(value)
                    for key, value in zip(keys, values, strict=True)
                )
            case ast.Constant(value=str(text)):
                return FILES.fullmatch(text) is not None
            case ast.DictComp(generators=parts) | ast.ListComp(generators=parts) | ast.GeneratorExp(generators=parts):
                return any(self._picks(test, body) for part in parts for test in part.ifs)
            case _:
                return False

    def _picks(self, test: ast.expr, body: Body) -> bool:
        """Whether a condition lets through what is called as secrets are, by several names or parts of such."""
        match test:
            case ast.Compare(ops=[ast.In()], comparators=[listed]):
                return sum(_shows(name) for name in self._texts(listed, body)) > 1
            case ast.Call(
                func=ast.Name(id="any"),
                args=[ast.GeneratorExp(elt=ast.Compare(ops=[ast.In()]), generators=[ast.comprehension(iter=listed)])],
            ):
                return sum(PART_OF_SECRET.fullmatch(name) is not None for name in self._texts(listed, body)) > 1
            case _:
                return False

    def _texts(self, listed: ast.expr, body: Body) -> Iterator[str]:
        """The texts of a list that is written out, or that a name stands for."""
        if isinstance(listed, ast.Name):
            listed = body.given.get(listed.id) or self.module.value_of(listed) or listed
        match listed:
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                yield from (
                    part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
            case _:
                pass

    def _is_secret(self, name: str) -> bool:
        if name not in self.known:
            plain = CAMEL.sub("_", name).lower()
            service = OF_SERVICE.search(plain)
            of_another = service is not None and not any(service[1] in site for site in self.sites)
            self.known[name] = (
                of_another
                or (KEY if self.only_keys else SECRET).search(plain) is not None
                or (self.tokens and TOKEN.search(plain) is not None)
                or any(names.fullmatch(plain) and self._speaks_of(words) for words, names in IN_SHORT.items())
            )
        return self.known[name]

    def _speaks_of(self, words: re.Pattern[str]) -> bool:
        if words not in self.spoken:
            self.spoken[words] = any(words.search(word) for word in _words(self.module.tree))
        return self.spoken[words]

    def _is_environment(self, node: ast.expr) -> bool:
        return isinstance(node, (ast.Name, ast.Attribute)) and self.module.path(node) == "os.environ"

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


def beside(headers: ast.expr | None) -> Iterator[ast.expr]:
    """What headers carry that show nobody who asks, and the headers of other requests."""
    return (value for value, shows in _carried(headers) if not shows)


def showing(headers: ast.expr | None) -> Iterator[ast.expr]:
    """What headers carry that shows who asks."""
    return (value for value, shows in _carried(headers) if shows)


def _carried(headers: ast.expr | None) -> Iterator[tuple[ast.expr, bool]]:
    """What headers carry that are written out, and whether it shows who asks; other headers put among them do not."""
    if isinstance(headers, ast.Dict):
        for key, value in zip(headers.keys, headers.values, strict=True):
            if key is None or isinstance(key, ast.Constant):
                yield value, key is not None and SHOWS.search(str(key.value)) is not None


def _words(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines, imports and speaks of, and its texts."""
    for node in nodes(tree):
        match node:
            case ast.Name(id=word) | ast.arg(arg=word) | ast.Attribute(attr=word) | ast.alias(name=word):
                yield word
            case ast.Constant(value=str() | bytes() as text) if len(text) < LONGEST_WORD:
                yield text if isinstance(text, str) else text.decode("latin-1")
            case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word) | ast.ClassDef(name=word):
                yield word
            case _:
                pass


def _is_header(holder: ast.expr, name: str) -> bool:
    """Whether this is what the headers of a request show of who asks."""
    held = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
    return held.endswith("headers") and HEADERS.fullmatch(name) is not None


def _shows(header: str) -> bool:
    """Whether a header of this name shows who asks."""
    return HEADERS.fullmatch(header) is not None or header.lower() in COOKIES


def _picks_secrets(body: Body) -> bool:
    """Whether a function that goes through the environment takes all of it, or what is secret by its name."""
    texts = [node.value for node in body.own if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    is_choosing = any(
        isinstance(node, (ast.If, ast.IfExp)) or (isinstance(node, ast.comprehension) and node.ifs) for node in body.own
    )
    return not is_choosing or any(PICKS.fullmatch(text) for text in texts)


def _is_of_any(name: ast.JoinedStr | ast.BinOp) -> bool:
    """Whether the name of a variable is made of a service's name and what its key is called."""
    last = name.values[-1] if isinstance(name, ast.JoinedStr) else name.right
    return isinstance(last, ast.Constant) and isinstance(last.value, str) and OF_ANY.fullmatch(last.value) is not None


def _fields(owner: ast.ClassDef) -> Iterator[str]:
    """The names of what a class says that its objects hold."""
    for item in owner.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            yield item.target.id
