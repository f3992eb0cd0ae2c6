"""One thing that is wrong with a rule set."""

from pathlib import Path

import msgspec

__all__ = ["Problem"]


class Problem(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """``path`` is as given on the command line; ``line`` is 1-based, 0 for the file as a whole."""

    path: str
    line: int
    rule: str
    message: str

    @classmethod
    def of(cls, path: Path, line: int, rule: str, message: str) -> "Problem":
        return cls(path=str(path), line=line, rule=rule, message=message)

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.rule + ': ' if self.rule else ''}{self.message}"
