"""The names by which values, variables of the environment and what is looked up in it are told to be secrets."""

import ast
import re
from collections.abc import Collection, Iterator
from typing import Final

from scanner.signals.module import Module
from scanner.signals.remembered import remembered
from scanner.syntax import nodes

__all__ = [
    "SecretNames",
    "is_of_any",
    "is_part_of_secret",
    "is_picked",
    "is_variable",
    "looks_for_secrets",
    "names_secrets",
]

# Names of secrets. What a service gave its user for itself (``api_secret``) is sent to it all day.
_ENDS = r"(?:_(?:hex|bytes|str|text|value|raw|plain|b64|enc|[12]))?s?$"
_KEYS = r"priv(?:ate)?_?key|mnemonic|(?:seed|recovery|secret|backup)_?(?:phrase|words)|cvv2?|card_?(?:number|no)"
_OF_SERVICES = "client api app consumer token webhook shared"
_NOT_OF_SERVICES = "".join(rf"(?<!{word}_)" for word in _OF_SERVICES.split())
_STORES = r"(?:database|db|redis|mongo(?:db)?|postgres)_ur[il]|connection_string"
_WORDS = rf"{_STORES}|pass(?:w(?:or)?d|phrase|code)|pwd|pw|{_NOT_OF_SERVICES}secret(?:_key)?|cookie"
KEY: Final = re.compile(rf"(?:^|_)(?:{_KEYS}){_ENDS}")
SECRET: Final = re.compile(rf"(?:^|_)(?:{_KEYS}|{_WORDS}){_ENDS}")
# What a service and its user both know; what either sends to the other says nothing, but no third one needs it.
TOKEN: Final = re.compile(rf"(?:^|_)(?:token|api_?key|access_?key|authorization|session_(?:id|string|key)){_ENDS}")
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
# Keys to services that many packages know: another's secret, wherever else they go.
_SERVICES = "openai|anthropic|github|gitlab|huggingface|aws|gemini|stripe|npm|pypi|azure|slack|discord|telegram"
OF_SERVICE: Final = re.compile(rf"(?:^|_)({_SERVICES})_(?:\w+_)?(?:key|token|secret|password)$")
# Behind a name that is put in: whatever service that is, its key.
OF_ANY: Final = re.compile(r"\w*_(?:key|token|secret|password)", re.IGNORECASE)
# How those are picked out of all names of the environment that are secret.
_OF_OTHERS = "AWS|AZURE|ARM|GOOGLE|GCP|SSH|TF_VAR|GITHUB|GITLAB|NPM|TWINE|VAULT|DOCKER|OPENAI|ANTHROPIC"
PICKS: Final = re.compile(
    rf"(?:\w*_)?(?:key|token|secret|passw(?:or)?d|pass|credentials?)s?|(?:{_OF_OTHERS})_|KUBE_?", re.IGNORECASE
)
# By what names of secrets are picked out of all names.
PART_OF_SECRET: Final = re.compile(
    r"(?:api_?)?(?:key|token|secret|passw(?:or)?d?|pwd|credentials?|private|signing|auth\w{0,9}|cookie|bearer|seed)s?",
    re.IGNORECASE,
)
BEGINNINGS: Final = re.compile(r"\b(sk-|AKIA|gh[a-z]_|github_pat_|hf_|xox|AIza|npm_|pypi-|glpat-|eyJ|PRIVATE KEY)")
NAMES: Final = re.compile(r"[A-Za-z_]+")
LONGEST_WORD: Final = 80  # characters of a text that names something


class SecretNames(dict[str, bool]):
    """Whether names are those of secrets in a module that talks to ``sites``: another service's keys are, to these.

    With ``only_keys``, only of what no service ever asks for; with ``tokens``, also of what its user sends to one all
    day.
    """

    def __init__(self, module: Module, sites: Collection[str], *, only_keys: bool, tokens: bool) -> None:
        super().__init__()
        self.module = module
        self.sites = sites
        self.usual = KEY if only_keys else SECRET
        self.tokens = tokens

    def __missing__(self, name: str) -> bool:
        self[name] = is_secret = len(name) <= LONGEST_WORD and self._is_secret(name)
        return is_secret

    def _is_secret(self, name: str) -> bool:
        plain = CAMEL.sub("_", name).lower()
        service = OF_SERVICE.search(plain)
        return (
            (service is not None and not any(service[1] in site for site in self.sites))
            or self.usual.search(plain) is not None
            or (self.tokens and TOKEN.search(plain) is not None)
            or any(names.fullmatch(plain) and _speaks_of(self.module, words) for words, names in IN_SHORT.items())
        )


@remembered
def _speaks_of(module: Module, words: re.Pattern[str]) -> bool:
    return any(words.search(word) for word in _words(module.tree))


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


def is_picked(name: str) -> bool:
    """Whether names of secrets begin or end so."""
    return PICKS.fullmatch(name) is not None


def is_part_of_secret(text: str) -> bool:
    return PART_OF_SECRET.fullmatch(text) is not None


def names_secrets(text: str) -> bool:
    """Whether a text is a part of a secret's name, or a pattern of several."""
    return is_picked(text) or sum(map(is_part_of_secret, NAMES.findall(text))) > 1


def looks_for_secrets(pattern: str) -> bool:
    """Whether a pattern is of the keys of several services, by how these begin."""
    return len({*BEGINNINGS.findall(pattern)}) > 1


def is_variable(name: str) -> bool:
    """Whether a variable of the environment is called as those are that hold secrets."""
    return name.isupper() and is_picked(name)


def is_of_any(name: ast.JoinedStr | ast.BinOp) -> bool:
    """Whether the name of a variable is made of a service's name and what its key is called."""
    last = name.values[-1] if isinstance(name, ast.JoinedStr) else name.right
    return isinstance(last, ast.Constant) and isinstance(last.value, str) and OF_ANY.fullmatch(last.value) is not None
