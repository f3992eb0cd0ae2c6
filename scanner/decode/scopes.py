"""Where members run: by their names, by what the configuration names for the build, and by who imports them."""

from collections.abc import Iterator
from functools import cached_property

from scanner.decode.backend import AtBuild
from scanner.decode.by_hand import script_of
from scanner.decode.imported import Imported
from scanner.decode.scope import scope_of
from scanner.member import Layer, Member, plain_name
from scanner.report import LOUD_SCOPES, QUIET_SCOPES, Scope

__all__ = ["Scopes"]

INSTALLED = frozenset({Scope.IMPORT, Scope.CODE})  # what runs where it is installed, once somebody asks for it


class Scopes:
    """Shown one distribution's members and their texts in stored order; what comes later may let an earlier one run
    elsewhere than it was read as.
    """

    def __init__(self, *, is_wheel: bool) -> None:
        self._is_wheel = is_wheel
        self._at_build = AtBuild()
        self._imported = Imported(is_wheel=is_wheel)
        self._asked = "", Scope.DATA  # the member that was asked for last: each is asked for several times
        self._read_as: dict[str, Scope] = {}  # members that what comes later may let run elsewhere
        self._by_hand: dict[Scope, set[str]] = {}  # members that nobody installs, for all that was known of them

    def begin(self, member: Member) -> str | None:
        """Take what a member says of where others run; why that cannot be read, where it cannot."""
        self._asked = "", Scope.DATA
        unread = None if self._is_wheel else self._at_build.look(member.name, member.data)
        scope = self.of(member.name)
        if scope in QUIET_SCOPES or not (self._is_wheel or scope in LOUD_SCOPES):
            self._read_as.setdefault(member.name, scope)
        return unread

    def look(self, layer: Layer) -> None:
        """Take what a text imports."""
        self._imported.look(layer)

    def of(self, member: str) -> Scope:
        """Where a member runs, for all that is known until now.

        Nothing is built from a wheel: a ``setup.py`` below one of its packages is a module as any other.
        """
        if self._asked[0] == member:
            return self._asked[1]
        scope = scope_of(member)
        if not self._is_wheel:
            scope = self._at_build.scope(member, scope)
        elif scope in (Scope.SETUP, Scope.BUILD) and "/" in plain_name(member):
            scope = Scope.CODE
        scope = self._imported.scope(member, scope)
        self._asked = member, scope
        return scope

    def weighing(self, member: str, scope: Scope) -> Scope:
        """The scope that what is found there counts as: of what people run by hand out of a source tree, a test's."""
        if self._is_wheel or scope not in INSTALLED or not self._is_by_hand(member, is_over=False):
            return scope
        self._by_hand.setdefault(scope, set()).add(member)
        return Scope.TEST

    @cached_property
    def risen(self) -> dict[Scope, set[str]]:
        """Members that run elsewhere than they were read as, once all is read that tells of it."""
        self._asked = "", Scope.DATA
        risen: dict[Scope, set[str]] = {}
        for name, scope in self._read_as.items():
            now = self.of(name)
            if now is not scope:
                risen.setdefault(now, set()).add(name)
        return risen

    @property
    def installed(self) -> Iterator[tuple[Scope, set[str]]]:
        """Members that counted as run by hand until something, somewhere behind them, said that they are installed."""
        for scope, names in self._by_hand.items():
            yield scope, {name for name in names if not self._is_by_hand(name, is_over=True)}

    def _is_by_hand(self, member: str, *, is_over: bool) -> bool:
        script = script_of(plain_name(member))
        return (
            script != ""
            and not self._imported.is_imported(script)
            and self._at_build.is_by_hand(member, is_over=is_over)
        )
