"""Theft in the course of an ordinary call: what a package is given for its work, sent to somebody else unnoticed."""

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from functools import partial
from typing import ClassVar

from scanner import syntax
from scanner.member import Layer
from scanner.search import OF_CODE, Search
from scanner.signals.addresses import PROGRAMS
from scanner.signals.around import around
from scanner.signals.check import CodeCheck, SignalKind
from scanner.signals.glance import NETWORK, SEEN
from scanner.signals.observed import WORDS as OF_WHAT_IS_SEEN
from scanner.signals.silent import Sent, secrets_sent
from scanner.signals.stores import WORDS

__all__ = [
    "KINDS",
    "SILENT",
    "UNHEARD",
    "TheftCheck",
    "holds_secrets",
    "may_hush",
    "may_replace",
    "may_send_unheard",
    "may_talk",
]

SILENT = SignalKind(
    name="secret-sent-silently",
    behaviour="theft",
    description="Sends a password, key or the like to an address of its own, where no service of its user is, unheard",
    points=6.0,
    group="credentials-copied-elsewhere",
)
ALONE = SignalKind(
    name="secret-sent-alone",
    behaviour="theft",
    description="Sends a secret and nothing else to the one address it knows, and hears neither answer nor failure",
    points=4.4,
    group="credentials-copied-elsewhere",
)
UNHEARD = SignalKind(
    name="secret-sent-unheard",
    behaviour="theft",
    description="Sends a secret to the one address it knows, and hears neither an answer nor that there was none",
    points=2.5,
    group="credentials-copied-elsewhere",
)
STORE = SignalKind(
    name="store-sent",
    behaviour="theft",
    description="Sends what a machine keeps for its user alone: files of keys, the environment, what is on the screen",
    points=4.8,
    group="credentials-copied-elsewhere",
)
INTERCEPTED = SignalKind(
    name="foreign-calls-sent-on",
    behaviour="theft",
    description="Takes the place of other libraries' functions and sends what these are given to an address of its own",
    points=6.0,
    group="credentials-copied-elsewhere",
)
CHAIN = SignalKind(
    name="key-put-on-chain",
    behaviour="theft",
    description="Puts a private key into a transaction or its memo: whoever reads the chain has it",
    points=6.0,
    group="key-hidden-in-transaction",
)
KINDS = {
    Sent.TO_A_STRANGER: SILENT,
    Sent.TO_A_SERVICE: ALONE,
    Sent.WITH_WORK: UNHEARD,
    Sent.OF_A_STORE: STORE,
    Sent.ON_A_CHAIN: CHAIN,
    Sent.OF_OTHERS_CALLS: INTERCEPTED,
}
# How most libraries are asked to send something; and how others are, that hardly a thief would use without one of them.
_POSTS = (
    rb"(?:(?:requests|httpx?|\w*[sS]ession|\w*[cC]lient|\))\.(?:get|head)|\b(?:post|put|patch|request|urlopen|urlretrieve"
    rb"|send(?:all|to|mail|_message|_json|_document)?|publish|single|gethostbyname|getaddrinfo|opener\.open))\("
)
_VERBS = (
    r"basic_publish|resolve|fetch|execute|perform|put(?:_[a-mo-z]\w{0,20})?|trigger|[lr]push|xadd|insert_\w{1,12}|produce",
    r"capture\w{0,12}|track|index|upload\w{0,20}|files_upload|set_attribute|stor(?:binary|lines)|send_\w{1,20}|emit",
    r"report|notify|deliver|push|ship|create_(?:file|gist|issue)\w{0,8}",
)
# Verbs that hardly anything sends by, beside what these are asked of: a file is written, a program tells what it does.
_ASKED = (
    r"(?:\w{0,20}[wW]riter|\w{0,20}stream|\w{0,20}transport|[sw]|sock\w{0,20}|conn\w{0,20}|tn|client|channel|\))\.write",
    r"(?:webbrowser|fsspec|smart_open|\w{0,20}opener|\w{0,20}fs|\))\.open",
)
_SENDS = (
    rb"(?:%b|\b(?:%b)\()"
    % (_POSTS, "|".join(_VERBS + _ASKED).encode())
    + rb"|\b(?:run|Popen|call|check_call|check_output|system|popen|getoutput)\([^\n]{0,60}['\"\s/]"
    rb"(?:%b)\b" % b"|".join(map(str.encode, PROGRAMS))
)
# A call that sends, as a statement of its own, or whose answer has a name, which nobody may use.
_STATEMENT = (
    rb"(?:^[ \t]+|;[ \t]?)(?:(?:await|with|async with)[ \t]+)?"
    rb"(?:[\w.()]*(?:[,'\"=\[(][^\n]{0,200}[)\]](?:\.\w{1,30}){0,3}\.)?|[\w.]{1,40}\([\w.\"'(]{0,40}\()"
)
STATEMENT = _STATEMENT + rb"(?:" + _SENDS + rb")"
GIVEN = (
    rb"(?:^[ \t]+|[;:][ \t]?)\w+[ \t]*=[ \t]*(?:await[ \t]+)?"
    rb"(?:requests|httpx|(?:[\w.]*\.)?request|session|client)\.(?:get\(|" + _POSTS + rb")"
)
# What answers goes to the caller, who may drop it.
RETURNED = rb"^[ \t]+return\b[^\n#]{0,80}[ \t(.]" + _POSTS
# Libraries that talk, beside those that every check looks for.
_LIBRARIES = (
    r"redis|pika|kombu|kafka|aiokafka|confluent_kafka|pymongo|motor|psycopg\w?|asyncpg|pymysql|zmq|nats|grpc|xmlrpc|sentry_sdk|"
    r"elasticsearch|influxdb\w*|posthog|dropbox|azure|google\.cloud|webbrowser|httplib2|telnetlib|multiprocessing\.connection|"
    r"logging\.handlers|tornado|asyncssh|paramiko|boto3|aioftp|pusher|opentelemetry|IPython|fsspec|smart_open|pandas|pooch|"
    r"feedparser|dns\.|web3|curl_cffi|cloudscraper|treq|gspread|firebase_admin|googleapiclient|google\.oauth2|statsd|rpyc|"
    r"selenium|playwright|supabase|fabric|pysftp|ftputil|minio|stomp|ldap3|smbclient|pyrebase|pubnub|ably|notion_client|"
    r"prometheus_client|mechanize|pyrogram|telethon|aiogram|sendgrid|mailjet_rest|resend|twilio|slixmpp|nio|atproto|mastodon"
)
# What a handler does that says nothing.
_SAYS_NOTHING = (
    rb"pass|continue|break|(?:await )?[\w.]{1,40}(?: ?[+]=|sleep\(|close\()|[\w.]{1,40}(?:\(\w{0,20}\))?\.debug\("
)
_URL = rb"[a-z+]{2,12}://(?:[^\s@'\"/]{1,60}@)?(?:\w[\w-]*\.\w|['\"{%])"
# A name that is neither ``self`` nor ``cls``.
_ANOTHER = (
    rb"(?:[abd-rt-zA-Z_]\w*|s(?:[a-df-zA-Z_\d]\w*|e(?:[a-km-zA-Z_\d]\w*|l(?:[a-eg-zA-Z_\d]\w*|f\w+)?)?)?"
    rb"|c(?:[a-km-zA-Z_\d]\w*|l(?:[a-rt-zA-Z_\d]\w*|s\w+)?)?)"
)
# All of these must be there: trees are dear.
HANDS = OF_CODE.add(
    {
        "address": (
            rb"['\"]" + _URL,
            rb"(?:curl|wget|git|IRM|Invoke-\w+)\b[^\n]{0,80} " + _URL,
            rb"(?:host\w{0,5}|servers?|endpoint\w{0,4}|brokers?|addr\w{0,5})[ \t]*=[ \t]*\[?['\"]\w[\w-]*\.\w",
            rb"\(['\"][\w-]+\.[\w.-]+['\"],[ \t]*\d",
            rb"=[ \t]*['\"][\w-]+\.[\w-]+\.[\w.:-]+['\"]",
            rb"\bor[ \t]+['\"][\w-]+\.[\w-]+\.[\w.:-]+['\"]",
            rb"(?:environ\.get|getenv)\([^\n,]{1,60},[ \t]*['\"][\w-]+\.[\w-]+\.\w",
            rb"(?:nslookup|dig|nc|ncat|ping|scp|sftp|ssh|ftp|telnet|socat|openssl)\b[^\n]{1,80}[\w}]\.[a-z]{2}|(?:s3|gs)://\w",
            rb"['\"](?:\d{4,12}:[\w-]{5}|sl\.|xox[abp]-|gh[pos]_|hf_|glpat-|SG\.)",
            rb"['\"]client_email['\"]|['\"]https?:/?['\"]",
            rb"\bBot\(|TeleBot\(|Webhook(?:Client)?[.(]|HTTPS?Connection(?:Pool)?\(|(?:SMTP\w{0,4}|FTP\w{0,4}|Telnet|Parameters|Handler|Client|channel)\(['\"]\w[\w-]*\.\w",
            rb"(?:create_connection|connect)\(\(?['\"]",
            rb"sendto\([^\n]{1,200},[ \t]*\(['\"]",
            rb"gethostbyname(?:_ex)?\(|getaddrinfo\(|resolver\.|(?:b64|85|b32|b16)decode|fromhex|unhexlify|decompress\(",
        ),
        "posts": (_POSTS,),
        "secret": (
            rb"(?i)passw|passcode|pwd|priv(?:ate)?_?key|mnemonic|phrase|(?:seed|backup|recovery)_?words|cvv|card_?n",
            rb"(?i)secret|cookie|authorization|['\"]x-(?:\w{1,20}-)?(?:api-key|auth-key|token|secret)\b",
            rb"(?i)hooks\.slack|api/webhooks|api\.telegram\.org|webhook\.site|pipedream|ngrok",
            rb"://\d{1,3}\.\d{1,3}\.|['\"]\d{1,3}(?:\.\d{1,3}){3}['\"]",
            rb"headers[ \t]*=[ \t]*\{[ \t]*\*\*|(?i:database_ur[il]|connection_string)|\bpw\b|_(?:API_KEY|TOKEN)",
            rb"(?:log_?in|sign_?in|authenticate)\([^\n)]{0,60}token",
            rb"(?i)keypair|solders|eth_?account",
            rb"DATABASES|getpass|keyring\.get|HfFolder|get_token\(\)|google\.auth",
        ),
        "store": WORDS + OF_WHAT_IS_SEEN,
        "wire": (
            rb"(?:^|;)[ \t]*(?:import|from)[ \t]+(?:[\w.]+,[ \t]*)*(?:%b)" % _LIBRARIES.encode(),
            rb"['\" /](?:curl|wget|nslookup|dig|nc|ncat|scp|sftp|ssh|rsync|ftp|socat|openssl|telnet|rclone)['\" ]",
            rb"git['\", ]+push|Invoke-(?:WebRequest|RestMethod)|WebClient\b|(?:s3|gs)://|['\"]--(?:extra-)?index-url\b",
            rb"open_connection\(",
        ),
        "chain": (rb"sign_transaction", rb"signTransaction", rb"send_transaction", rb"MemoParams", rb"create_memo"),
        # Something of another object, or library, is replaced.
        "replaces": (
            rb"^[ \t]*(?:%b)(?:\.\w+)+[ \t]*=[ \t]*[A-Za-z_]\w*(?:\([\w., ]*\))?[ \t]*$" % _ANOTHER,
            rb"setattr\([ \t]*(?:[A-Z]\w*|(?:%b)\.[\w.]+)[ \t]*," % _ANOTHER,
            rb"patch_function_wrapper|patch\.object\(|wrap_function_wrapper",
        ),
        "signs": (rb"(?i)\bjw[st]\b|hmac|ecdsa|\bsignatures?\b|cipher|encrypt",),
        "hushed": (
            rb"except[^\n:]{0,80}:[ \t]*(?:#[^\n]*)?\s{1,40}(?:return|\.\.\.|[\w.]{1,40} ?= ?[\w'\"]|%b)"
            % _SAYS_NOTHING,
            rb"suppress\(",
            rb"Thread\(",
            rb"Timer\(",
            rb"submit\(",
            rb"run_in_executor\(",
            rb"create_task\(",
            rb"ensure_future\(",
            rb"start_new_thread\(",
            rb"atexit",
            rb"\((?:threading\.|multiprocessing\.)?(?:Thread|Process)\):",
            rb"(?:call_soon\w{0,14}|call_later|add_callback|add_job|start_soon|finalize|to_thread|coroutine_threadsafe)\(",
        ),
    }
)
# What is done with them, which few texts are worth to be asked.
DEEDS = Search(
    {
        "posted": (
            _STATEMENT + _POSTS,
            (
                rb"(?:target[ \t]*=|submit\(|register\(|executor\(\w*,)[ \t]*(?:lambda\b[^:\n]{0,80}:[ \t]*)?"
                rb"(?:[\w.]+|__import__\([^()\n]{1,40}\))\.(?:get|post|put|patch|request|urlopen)\b"
            ),
            rb"(?:create_task|ensure_future|run|run_until_complete)\([\w.()]+" + _POSTS,
        ),
        "unheard": (
            STATEMENT,
            rb"^[ \t]+[\w.]{1,40}\([^\n]{0,200}\)\.\w{1,30}\([^\n)]",
            rb"^[ \t]+await[ \t]+[\w.]{1,40}\.write\(",
        ),
        "answered": (GIVEN,),
        "returned": (RETURNED,),
    }
)
SECRETS = frozenset(("secret", "signs", "store", "replaces"))  # or what may be one
SENDS = re.compile(rb"(?:" + STATEMENT + rb"|" + GIVEN + rb"|" + RETURNED + rb")", re.MULTILINE)
# They begin with plain characters, which re finds quickly.
SWALLOWS = re.compile(
    rb"except\b[^\n]{0,80}:[ \t]*(?:#[^\n]{0,80})?\s+"
    rb"(?:%b|return[ \t]*(?:None|\{\}|\[\]|\w*['\"]{2})?[ \t]*$)" % _SAYS_NOTHING,
    re.MULTILINE,
)
SUPPRESSES = re.compile(rb"suppress\([^\n]{0,80}\):[ \t]*\n")
SHORT = 4_000  # bytes of a module
NEAR = 600  # bytes between a call and what swallows its failure
MOST_SEARCHED = 1_000_000  # bytes of a module in which one is searched


def holds_secrets(layer: Layer) -> bool:
    """Whether a text may have secrets to hand over, by its words."""
    return not layer.words[HANDS].keys().isdisjoint(("secret", "store"))


def may_send_unheard(layer: Layer) -> bool:
    """Whether a text may send what it is given, and nobody takes the answer, by its words."""
    does = deeds(layer)
    is_left = "returned" in does or ("answered" in does and may_hush(layer))  # to the caller, who may drop it
    return may_talk(layer) and (is_left or is_short(layer) or not does.isdisjoint(("posted", "unheard")))


def is_short(layer: Layer) -> bool:
    """Whether a text's tree costs so little that words need not tell how it sends."""
    return len(layer.data) < SHORT


def has_address(layer: Layer) -> bool:
    """Whether a text may write out whom it talks to, by its words."""
    return "address" in layer.words[HANDS] and may_talk(layer)


def may_talk(layer: Layer) -> bool:
    """Whether a text may talk to others, by its words."""
    return "wire" in layer.words[HANDS] or not NETWORK.isdisjoint(layer.words[SEEN])


def may_send(layer: Layer) -> bool:
    """Whether a text may send something and not take an answer, or leave that to who calls it, by its words."""
    does = deeds(layer)
    return "posted" in does or "returned" in does or ("unheard" in does and may_talk(layer))


def deeds(layer: Layer) -> Set[str]:
    """How a text may send something, by its words; nothing of one that talks to nobody."""
    return layer.found(DEEDS).keys() if "posts" in layer.words[HANDS] or may_talk(layer) else frozenset()


def may_post(layer: Layer) -> bool:
    """Whether a text may send something and take no answer, by its words, with a library that is known to send."""
    return "posted" in deeds(layer) or ("unheard" in deeds(layer) and "wire" in layer.words[HANDS])


def keeps_stores(layer: Layer) -> bool:
    """Whether a text may read what a machine keeps for its user, by its words."""
    return "store" in layer.words[HANDS]


def may_replace(layer: Layer) -> bool:
    """Whether a text may put something in the place of what another object or library has, by its words."""
    return "replaces" in layer.words[HANDS]


def may_hush(layer: Layer) -> bool:
    """Whether a text may swallow what fails, by its words."""
    return "hushed" in layer.words[HANDS]


class TheftCheck(CodeCheck):
    kinds = (SILENT, ALONE, UNHEARD, STORE, CHAIN, INTERCEPTED)
    # Modules that swallow such a failure, that take no answer, and that read what is its user's: each tree costs more
    # than the rules do, and a thief's module is small.
    ALLOWED: ClassVar = {"swallowed": 120_000, "unheard": 30_000, "store": 60_000}

    def see_code(self, layer: Layer, *, is_large: bool) -> None:
        hands = layer.words[HANDS]
        is_on_chain = "chain" in hands
        if not is_on_chain and (
            not may_talk(layer)
            or hands.keys().isdisjoint(SECRETS)
            or not (is_short(layer) or "posts" in hands or deeds(layer))
        ):
            return
        is_told_where = "address" in hands and not hands.keys().isdisjoint(("hushed", "replaces"))
        source = syntax.normalise(layer.data[:MOST_SEARCHED])
        places = [*_swallowed(source)] if is_told_where else []
        if places:
            kind = "swallowed"
        elif is_large:
            return
        elif is_told_where and (is_short(layer) or may_post(layer)):
            kind = "unheard"
        elif "store" in hands or is_on_chain:
            kind = "store"
        else:
            return
        if is_large:
            layer = replace(layer, data=around(source, places))
        look = partial(self._follow, silently=kind != "store", stores="store" in hands, on_chain=is_on_chain)
        self.allowed[kind].spend(layer, look, len(layer.data) - layer.data.count(b"\n"))

    def _follow(self, layer: Layer, *, silently: bool, stores: bool, on_chain: bool) -> None:
        if layer.tree is not None:
            sent = secrets_sent(layer.tree, silently=silently, stores=stores, on_chain=on_chain)
            for whom, kind in KINDS.items():
                self.tell(kind, layer, sent.get(whom))


def _swallowed(source: bytes) -> Iterator[int]:
    """Where calls stand that send and seem to swallow their failure: hardly in an honest module, however large."""
    last = 0
    for handler in SWALLOWS.finditer(source):
        at = handler.start()
        yield from (sends.start() for sends in SENDS.finditer(source, max(last, at - NEAR), at))
        last = at
    for suppresses in SUPPRESSES.finditer(source):
        if SENDS.search(source, suppresses.end(), suppresses.end() + NEAR):
            yield suppresses.start()
