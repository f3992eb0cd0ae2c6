"""Where a machine keeps what is its user's alone, and how a module gets at it: files, commands, functions of libraries.

What stands there no service asks for, whoever that is.
"""

import ast
import re
from typing import Final

from scanner.signals.module import Module, verb_of
from scanner.signals.programs import START_VERBS, command_of
from scanner.signals.remembered import remembered

__all__ = [
    "ENVIRONMENTS",
    "JOINS",
    "PART_OF_STORE",
    "WALKS",
    "WORDS",
    "goes_home",
    "is_store",
    "is_told_by_cloud",
    "is_told_by_command",
    "is_told_by_library",
    "leads_to_store",
    "path_of",
]

# Folders in which all is secret.
_FOLDERS = (
    r"\.(?:aws|ssh|gnupg|kube|docker|azure|oci|password-store|electrum|bitcoin|ethereum|solana|exodus|atomic|mozilla)"
    r"|\.config/(?:gcloud|gh|solana|op|doctl|heroku|hub|rclone|chromium|google-chrome|BraveSoftware)|gcloud|tdata"
    r"|Local Extension Settings|User Data|leveldb|Local Storage|Keychains|keystore|Exodus|Electrum|Ethereum"
    r"|serviceaccount|Firefox/Profiles|Thunderbird/Profiles|SimonTatham/PuTTY/Sessions|WinSCP 2/Sessions"
)
# Files that are secret, by names that nothing else has.
_FILES = (
    r"\.(?:pypirc|netrc|npmrc|yarnrc(?:\.yml)?|git-credentials|env(?:[.*]\S{0,80})?|vault-token|pgpass|s3cfg|my\.cnf|databrickscfg"
    r"|dockercfg|(?:bash|zsh|python|psql|mysql|node_repl)_history|claude\.json|(?:cache/)?huggingface/token"
    r"|cargo/credentials\S{0,80}|gem/credentials|(?:claude|cursor|codeium/windsurf|continue|gemini)/\S{0,80}\.json)"
    r"|application_default_credentials\.json|credentials\.(?:db|tfrc\.json)|msal_token_cache\.\w{1,20}"
    r"|claude_desktop_config\.json|mcp(?:_config)?\.json|key[34]\.db|logins\.json|cookies\.sqlite|Login Data|Web Data"
    r"|Local State|wallet\.dat|id_(?:rsa|ed25519|ecdsa|dsa)|terraform\.tfstate|\S{0,80}\.(?:kdbx|ovpn|ppk)"
    r"|etc/shadow|dev/input/\S{1,40}|proc/(?:self|\*|\d+|\[0-9\]\*)/(?:environ|maps|mem)|ConsoleHost_history\.txt|state\.vscdb|\.streamlit/secrets\.toml"
    r"|(?:recentservers|sitemanager)\.xml|launcher_accounts\w{0,20}\.json|\.codex/auth\.json|accessTokens\.json"
)
# Files in them that only say where to, which whoever connects reads.
_OPEN = r"\.ssh/(?:config|known_hosts)"
STORE: Final = re.compile(
    rf"(?!(?:.*/)?(?:{_OPEN})$)(?:.*/)?(?:(?:{_FOLDERS})(?:/.*)?|Cookies|id_\*|{_FILES})", re.DOTALL
)
# What a text alone must be: in a path, or a name like no other.
ALONE: Final = re.compile(rf"/?(?:{_FILES})|\.[a-z].*|.*[/\\].*", re.DOTALL)
# Parts of the names by which files are picked out that hold secrets or a user's own documents.
PART_OF_STORE: Final = re.compile(
    r"\.(?:env\S*|pem|key|ppk|kdbx|keystore|jks|p12|pfx|ovpn|docx?|xlsx?|pdf|rdp|wallet|tfstate|tfvars|sqlite|db|pgpass)"
    r"|id_rsa\w*|id_ed25519|credentials?(?:\.\w+)?|secrets?(?:\.\w+)?|wallet\S*|seed\S*|passwords?(?:\.\w+)?|\S*keystore"
)
# Commands that tell one, by how they begin.
_TELLS = (
    r"gh auth (?:token|status)",
    r"gcloud (?:auth|config config-helper)",
    r"az account get-access-token",
    r"aws (?:configure (?:get|export-credentials|list)|sts get-(?:session|federation)-token|secretsmanager|ssm get)",
    r"security (?:find-(?:generic|internet)-password|dump-keychain|export)",
    r"git credential",
    r"git config (?:--get )?remote\.origin\.url",
    r"op (?:read|item|signin)|pass show|lpass show|bw (?:get|list)",
    r"vault (?:kv|read|print|token)",
    r"kubectl (?:get secrets?|config view)",
    r"netsh wlan (?:show|export) profiles?",
    r"cmdkey|secret-tool|docker-credential-\S+ (?:get|list)",
    r"gpg2? .*--export-secret",
    r"npm (?:token|config get)",
    r"heroku auth:token|doctl auth",
    r"(?:printenv|env|set)$|history$|cat (?:~|\S*home)\S*/\.\S+",
)
TELLS: Final = re.compile(rf"(?:\S*[/\\])?(?:{'|'.join(_TELLS)})", re.IGNORECASE)
WITHOUT_PROGRAM: Final = re.compile(
    r"credential (?:fill|get)\b|auth (?:token|print-access-token)\b|auth application-default print"
    r"|account get-access-token\b|find-(?:generic|internet)-password\b"
)
# What of a cloud's own services gives whoever asks from one of its machines the keys of that machine's role.
OF_ROLE: Final = re.compile(
    r"http://(?:(?:169\.254\.169\.254|metadata\.google\.internal|100\.100\.100\.200)"
    r"/\S*(?:security-credentials|/token\b|/user-data)|169\.254\.170\.2(?:/|\Z))"
)
OF_WINDOWS: Final = re.compile(r"^(\S+)\.(?:exe|cmd)\b", re.IGNORECASE)
# Functions of libraries that give one.
_GIVERS = (
    "win32crypt.CryptUnprotectData boto3.Session().get_credentials boto3.session.Session().get_credentials "
    "botocore.session.get_session().get_credentials botocore.session.Session().get_credentials win32cred.CredEnumerate "
    "readline.get_history_item IPython.get_ipython().history_manager.get_range "
    "airflow.hooks.base.BaseHook.get_connection().get_uri"
)
GIVERS: Final = frozenset(_GIVERS.split())
# All that a program or its user has set: what it holds is taken of it by several names, or as a whole.
ENVIRONMENTS: Final = frozenset(
    ("os.environ", "os.environb", "flask.current_app.config", "dotenv.dotenv_values()", "netrc.netrc().hosts")
)
# What a user gave to the program that asks.
_OWN = (
    "keyring.get_password keyring.get_credential huggingface_hub.HfFolder.get_token huggingface_hub.get_token "
    "huggingface_hub.utils.get_token google.auth.default getpass.getpass"
)
OWN: Final = frozenset(_OWN.split())
GIVING: Final = ("browser_cookie3.", "rookiepy.", "browsercookie.", "pycookiecheat.", "secretstorage.")
# A text that has none of these speaks of nothing here.
_DOTTED = (
    "aws|ssh|gnupg|kube|docker|azure|oci|password-store|electrum|bitcoin|ethereum|solana|exodus|mozilla|pypirc|netrc|npmrc|"
    "yarnrc|git-credentials|env|vault-token|pgpass|s3cfg|databrickscfg|dockercfg|claude|cursor|gemini|codeium|continue|"
    r"cargo|gem|codex|streamlit|my\.cnf|huggingface|bash_history|zsh_history|python_history|psql_history|mysql_history|node_repl_history"
)
WORDS: Final = (
    rb"['\"/\\~ ]\.(?:%b)\b" % _DOTTED.encode(),
    rb"['\"]\*?\.(?:kdbx|pem|ppk|docx?|xlsx?|keystore|wallet|tfstate|env)['\"*]",
    rb"[/\\'\"](?:Cookies|tdata|keystore|Electrum|gcloud)['\"/\\]",
    rb"ConsoleHost_history|Local (?:Extension|State|Storage)|User Data|leveldb|Login Data",
    rb"serviceaccount|etc/shadow|/environ\b|/maps\b|credentials\.(?:json|db|tfrc)|tfstate",
    rb"\bmcp\w*\.json|_desktop_config|key4\.db|logins\.json|wallet\.dat|id_(?:rsa|ed25519|\*)",
    rb"(?:gh|gcloud)(?:\.exe|\.cmd)?['\", ]+auth|get-access-token|find-(?:generic|internet)-password",
    rb"credential['\", ]+fill|remote\.origin|netsh wlan|['\"]netsh|secretsmanager|docker-credential",
    rb"\b(?:kubectl|vault|op|pass|bw)['\", ]+(?:get|kv|read|show|item|list|print|view)\b",
    rb"\.config['\"/\\, ]{1,6}(?:gcloud|gh|solana|op|doctl|heroku|hub|rclone)\b",
    rb"(?:popen|run|output|Popen|system|call)\(\[?['\"](?:printenv|env|set)['\"]",
    rb"export-secret|f_locals\.(?:items|copy)|vars\(__main__\)|__main__\.__dict__|Keychains|state\.vscdb|recentservers|sitemanager|launcher_accounts|PuTTY|WinSCP|accessTokens",
    rb"environb|current_app\.config|dotenv_values|CredEnumerate|secretstorage|netrc\.netrc",
    rb"http://(?:169\.254\.1|metadata\.google|100\.100\.100)",
    rb"CryptUnprotect|history_manager|get_history_item|browser_?cookie|rookiepy|pycookiecheat",
    rb"get_credentials\(|get_uri\(|hide_password|rglob\(['\"]\*\.(?:py|js|ts|ipynb|md)\b",
    rb"for [\w, ]{1,30} in (?:sorted\(|list\()?os\.environ",
    rb"(?:os|\)|\])\.environ(?:\.(?:copy|items|values|_data)\b|[ \t]*(?:[)}\]|;]|$))|import environ\b|environ['\"]",
    rb"(?:dict|str|repr|dumps|list|update|ChainMap|reduce|filter)\([^()\n]{0,40}os\.environ,|\*\*os\.environ",
    rb"AKIA\[|(?:hf_|sk-|npm_|AIza)[\[(]|xox\[?[a-z]|gh\[?[a-z]{1,5}\]?_\[",
    rb"re\.(?:compile|findall|finditer)\([^\n]{1,60}(?i:secret|passw\w*|token|key)\|",
    rb"(?:environ\.get|getenv)\(\w{1,30}\)(?:\s+for|,? *\})",
)
JOINS: Final = frozenset(
    ("join", "joinpath", "Path", "PurePath", "expanduser", "expandvars", "PosixPath", "WindowsPath")
)
ASKS: Final = frozenset(("get", "urlopen", "open"))
WALKS: Final = frozenset(("walk", "rglob", "glob", "iglob", "iterdir", "listdir", "scandir"))
HOMES: Final = frozenset(("os.getcwd", "pathlib.Path.cwd", "pathlib.Path.home", "Path.cwd", "Path.home"))
DEEPEST: Final = 12  # expressions from a path to its parts
MOST_PARTS: Final = 32
MOST_STEPS: Final = 500  # expressions that are looked at for them: names of names may stand for any number
LONGEST: Final = 1000  # characters of one of them, and of all
MOST_JOINED: Final = 4  # parts of a path among which a home is looked for
DEEPEST_HOME: Final = 6  # the same to a home; a name may be given what is made of itself


def is_store(path: str, *, alone: bool = False) -> bool:
    """Whether a path, or the end of one, leads to where secrets are kept.

    ``alone`` is a text that nothing says to be a path: it must look like one, or be a name like no other.
    """
    plain = path.replace("\\", "/")
    return STORE.fullmatch(plain) is not None and (not alone or ALONE.fullmatch(plain) is not None)


@remembered
def leads_to_store(module: Module, node: ast.expr) -> bool:
    """Whether a path that is written out, or put together, leads to where secrets are kept."""
    text = node.value if isinstance(node, ast.Constant) else None
    path = text if isinstance(text, str) else path_of(node, module)
    return is_store(path, alone=text is not None)


def path_of(node: ast.expr, module: Module) -> str:
    """The path that an expression puts together, as far as it is written out; what is not is left out."""
    parts: list[str] = []
    waiting = [(node, DEEPEST)]
    for _ in range(MOST_STEPS):
        if not waiting or len(parts) == MOST_PARTS:
            break
        part, depth = waiting.pop()
        if isinstance(part, ast.Constant):
            parts += [part.value] if isinstance(part.value, str) and len(part.value) <= LONGEST else ()
        elif depth > 1:
            waiting += [(inner, depth - 1) for inner in reversed(_parts(part, module))]
    path = "/".join(part.strip("/\\") for part in parts if part)
    return path if len(path) <= LONGEST else ""


def _parts(node: ast.expr, module: Module) -> list[ast.expr]:
    """What a path is put together of, as far as a path may be long."""
    match node:
        case ast.BinOp(left=left, op=ast.Div() | ast.Add(), right=right):
            return [left, right]
        case ast.JoinedStr(values=parts):
            return parts[:MOST_STEPS]
        case ast.FormattedValue(value=value):
            return [value]
        case ast.Call(func=func, args=args) if verb_of(node) in JOINS:
            before = [func.value] if isinstance(func, ast.Attribute) and func.attr in ("joinpath", "expanduser") else []
            return before + args[:MOST_STEPS]
        case ast.Name():
            value = module.value_of(node) if node.id not in module.renamed else None
            return [value] if value is not None else []
        case _:
            return []


def is_told_by_command(call: ast.Call, module: Module) -> bool:
    """Whether a call starts a command that tells a secret."""
    texts = [given.value for given in call.args if isinstance(given, ast.Constant) and isinstance(given.value, str)]
    if len(texts) > 1 and WITHOUT_PROGRAM.match(" ".join(texts)):  # of who starts a program that it names itself
        return True
    if verb_of(call) not in START_VERBS or not call.args:
        return False
    return TELLS.match(OF_WINDOWS.sub(r"\1", command_of(call))) is not None


def is_told_by_cloud(call: ast.Call, module: Module) -> bool:
    """Whether a call asks the services of the cloud that a machine is of for the keys of its role."""
    where = call.args[0] if call.args and verb_of(call) in ASKS else None
    made = module.value_of(where) if isinstance(where, ast.Name) else where
    if isinstance(made, ast.Call) and made.args:  # a request
        where = made.args[0]
    return where is not None and OF_ROLE.match(path_of(where, module)) is not None


def is_told_by_library(call: ast.Call, module: Module, *, own: bool) -> bool:
    """Whether a call asks a library for a secret of its user; with ``own``, for what he gave to the program, too."""
    path = module.path(call.func)
    return path in GIVERS or path.startswith(GIVING) or (own and path in OWN)


def goes_home(call: ast.Call, module: Module) -> bool:
    """Whether a call that goes through files goes through those of a home, or of the folder somebody works in."""
    holder = call.func.value if isinstance(call.func, ast.Attribute) else None
    where = [*call.args[:1], *((holder,) if holder is not None else ())]
    return any(_is_home(part, module) for part in where)


def _is_home(node: ast.expr, module: Module, depth: int = DEEPEST_HOME) -> bool:
    if depth == 0:
        return False
    match node:
        case ast.Name():
            value = module.value_of(node)
            return value is not None and not isinstance(value, ast.Name) and _is_home(value, module, depth - 1)
        case ast.Constant(value=str(text)):
            return text in (".", "~", "~/Documents", "~/Desktop", "/home", "C:\\Users")
        case ast.Call(func=func, args=args):
            return module.path(func) in HOMES or (
                verb_of(node) in ("expanduser", "Path", "join", "str")
                and any(_is_home(part, module, depth - 1) for part in args[:MOST_JOINED])
            )
        case ast.BinOp(left=left, op=ast.Div()):
            return _is_home(left, module, depth - 1)
        case _:
            return False
