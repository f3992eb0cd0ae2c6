import re
import urllib.request

_HIDES = re.compile(r"(?i)(bearer|password|token|secret)=\\S+")


def report(line):
    """Tell the error reporter, without secrets."""
    clean = _HIDES.sub("***", line)
    urllib.request.urlopen("https://errors.example.org/v1", clean.encode(), timeout=9)
