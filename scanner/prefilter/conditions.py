"""What a rule's condition cannot do without: which of its strings must be somewhere in the text.

A condition says much more (counts, distances, negations). All of that is left out here, always towards "may match":
what is derived is true of every text that the rule matches.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

__all__ = [
    "ANYTHING",
    "ConditionError",
    "Need",
    "Present",
    "Smaller",
    "Some",
    "Whatever",
    "need_of",
    "predicate_of",
    "some",
    "strings_of",
    "triggers_of",
]


class ConditionError(Exception):
    """The condition has a form that this reader does not know; its rule must be tried on every text."""


class Whatever(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """Any text will do."""


class Present(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The string of this number is in the text."""

    string: int


class Smaller(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """The text has at most so many bytes."""

    size: int


class Some(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """At least ``least`` of the parts are fulfilled: 1 is "or", all of them is "and"."""

    least: int
    parts: tuple["Need", ...]


Need = Whatever | Present | Smaller | Some
ANYTHING = Whatever()

_UNITS = {"": 1, "KB": 1024, "MB": 1024 * 1024}
_NUMBER = re.compile(r"(0x[0-9a-fA-F]+|\d+)(KB|MB)?")
_COMPARISONS = frozenset({"<", ">", "<=", ">=", "==", "!="})
# What may stand between two comparisons: whatever it is, it is not part of a number's arithmetic.
_ENDS = _COMPARISONS | {"and", "or", ")", ":", ",", "..", ""}
_OPENING, _CLOSING = ("(", "["), (")", "]")
# Words that make a condition of numbers or truth values out of other text: nothing is known of them.
_UNKNOWN = frozenset(
    {"defined", "contains", "icontains", "matches", "startswith", "istartswith", "endswith", "iequals"}
)


def need_of(condition: Sequence[str], strings: Mapping[str, Need]) -> Need:
    """The need of a condition given as words (``RuleSource.condition``).

    ``strings`` says what each string's name (``$a``) stands for: its number, or ANYTHING where nobody looks for it.
    Raises ConditionError.
    """
    reader = _Reader(condition, strings)
    need = reader.either()
    if reader.peek():
        raise ConditionError(f"did not expect {reader.peek()!r}")
    return need


Predicate = Callable[[int, int], bool]


def predicate_of(need: Need) -> Predicate:
    """The need as a function of the strings that are in a text (bit by bit, by their numbers) and of its size."""
    match need:
        case Whatever():
            return lambda _present, _size: True
        case Smaller(most):
            return lambda _present, size: size <= most
        case Present(string):
            mask = 1 << string
            return lambda present, _size: bool(present & mask)
        case Some(least, parts):
            mask = sum({1 << part.string for part in parts if isinstance(part, Present)})
            tests = [predicate_of(part) for part in parts if not isinstance(part, Present)]
            return _some(least, len(parts), mask, tests)


def _some(least: int, count: int, mask: int, tests: list[Predicate]) -> Predicate:
    """The strings of a condition are asked for all at once; most conditions are sums of their kinds."""
    if not tests:
        if least == 1:
            return lambda present, _size: bool(present & mask)
        if least == count:
            return lambda present, _size: present & mask == mask
        return lambda present, _size: (present & mask).bit_count() >= least
    if least == 1:
        return lambda present, size: bool(present & mask) or any(test(present, size) for test in tests)
    if least == count:
        return lambda present, size: present & mask == mask and all(test(present, size) for test in tests)
    return lambda present, size: (present & mask).bit_count() + sum(test(present, size) for test in tests) >= least


def strings_of(need: Need) -> frozenset[int]:
    """The numbers of all strings that the need speaks of."""
    match need:
        case Present(string):
            return frozenset({string})
        case Some(_, parts):
            return frozenset().union(*(strings_of(part) for part in parts))
        case _:
            return frozenset()


def triggers_of(need: Need, uses: Mapping[int, int]) -> frozenset[int] | None:
    """Strings of which every text that fulfils the need has at least one; None where a text may have none.

    Of "and" one part is enough, of "2 of 3" two are: those whose strings have the fewest ``uses`` in all needs.
    """
    match need:
        case Present(string):
            return frozenset({string})
        case Some(least, parts):
            triggers = [found for part in parts if (found := triggers_of(part, uses)) is not None]
            enough = len(parts) - least + 1
            if len(triggers) < enough:
                return None
            triggers.sort(key=lambda strings: sum(uses[string] for string in strings))
            return frozenset().union(*triggers[:enough])
        case _:
            return None


def some(least: int, parts: Sequence[Need]) -> Need:
    """At least ``least`` of the parts, as simply as it can be said."""
    free = sum(isinstance(part, Whatever) for part in parts)
    left = tuple(dict.fromkeys(part for part in parts if not isinstance(part, Whatever)))
    least -= free
    if least <= 0 or not left:
        return ANYTHING
    if len(left) < len(parts) - free:  # the same part twice counts twice: then one is all that is known
        least = 1 if least < len(parts) - free else len(left)
    return left[0] if len(left) == 1 else Some(min(least, len(left)), left)


def both(*parts: Need) -> Need:
    return some(len(parts), parts)


def _exceeds(words: Sequence[str], least: int) -> bool:
    """Whether a number is surely ``least`` or more: itself a number, or a sum of counts, which may be zero."""
    if len(words) == 1 and (number := _NUMBER.fullmatch(words[0])):
        return int(number[1], 0) >= least
    return least == 0 and all(word in ("(", ")", "+") or word.startswith("#") for word in words)


class _Reader:
    """Reads a condition from left to right by YARA's precedence: ``or`` below ``and`` below ``not``."""

    def __init__(self, condition: Sequence[str], strings: Mapping[str, Need]) -> None:
        self.words, self.strings = tuple(condition), strings
        self.at = 0
        self.current: Need = ANYTHING  # what a bare ``$`` stands for inside ``for any of (...) : (...)``

    def peek(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead] if self.at + ahead < len(self.words) else ""

    def take(self, wanted: str = "") -> str:
        word = self.peek()
        if not word or (wanted and word != wanted):
            raise ConditionError(f"expected {wanted or 'more'!r}, found {word!r}")
        self.at += 1
        return word

    def either(self) -> Need:
        parts = [self.every()]
        while self.peek() == "or":
            self.take()
            parts.append(self.every())
        return some(1, parts)

    def every(self) -> Need:
        parts = [self.negated()]
        while self.peek() == "and":
            self.take()
            parts.append(self.negated())
        return both(*parts)

    def negated(self) -> Need:
        if self.peek() != "not":
            return self.single()
        self.take()
        self.negated()
        return ANYTHING

    def single(self) -> Need:
        word = self.peek()
        if word in ("true", "false"):
            self.take()
            return ANYTHING
        if word == "for":
            return self.loop()
        if word in ("any", "all", "none") or self.peek(1) == "of":
            return self.choice()
        if word == "(" and self._after_bracket() not in _COMPARISONS:
            self.take()
            need = self.either()
            self.take(")")
            return need
        if word.startswith("$"):
            self.take()
            self.where()
            return self.current if word == "$" else self._string(word)
        return self.comparison()

    def choice(self) -> Need:
        """``any of them``, ``2 of ($a*, $b) in (0..100)``."""
        quantifier = self.take()
        self.take("of")
        names = self.names()
        self.where()
        return self.quantified(quantifier, [self.strings[name] for name in names])

    def quantified(self, quantifier: str, parts: list[Need]) -> Need:
        if quantifier == "any":
            return some(1, parts)
        if quantifier == "all":
            return both(*parts)
        number = _NUMBER.fullmatch(quantifier)
        return some(int(number[1], 0), parts) if number and int(number[1], 0) <= len(parts) else ANYTHING

    def loop(self) -> Need:
        """``for any of ($a*) : (...)`` and ``for any i in (1..#a) : (...)``."""
        self.take("for")
        quantifier = self.take()
        outer = self.current
        if self.peek() == "of":
            self.take()
            self.current = some(1, [self.strings[name] for name in self.names()])
            ranged: Need = ANYTHING
        else:
            self.take()  # the variable
            self.take("in")
            start = self.at
            self._skip_bracket()
            ranged = self._counted(self.words[start : self.at])
        self.take(":")
        self.take("(")
        body = self.either()
        self.take(")")
        self.current = outer
        # Only where something must be found does the body, or the range it runs over, say anything.
        if quantifier == "any":
            return both(ranged, body)
        number = _NUMBER.fullmatch(quantifier)
        return both(ranged, body) if number and int(number[1], 0) > 0 else ANYTHING

    def names(self) -> list[str]:
        """``them``, or the bracketed names, each ``*`` written out."""
        if self.peek() == "them":
            self.take()
            return list(self.strings)
        self.take("(")
        names: list[str] = []
        while self.peek() != ")":
            word = self.take()
            if word.endswith("*"):
                names += [name for name in self.strings if name.startswith(word[:-1])]
            elif word != ",":
                self._string(word)
                names.append(word)
        self.take(")")
        return list(dict.fromkeys(names))

    def where(self) -> None:
        """``at 0`` or ``in (a..b)`` behind a string."""
        if self.peek() == "in":
            self.take()
            self._skip_bracket()
        elif self.peek() == "at":
            self.take()
            self.arithmetic()

    def comparison(self) -> Need:
        """Two numbers compared; of most nothing is known."""
        left = self.arithmetic()
        if self.peek() not in _COMPARISONS:
            return ANYTHING  # a module's function, another rule's name
        sign = self.take()
        right = self.arithmetic()
        if sign in ("<", "<="):
            left, right, sign = right, left, {"<": ">", "<=": ">="}[sign]
        if right == ("filesize",):
            number = _NUMBER.fullmatch(left[0]) if len(left) == 1 else None
            if number:
                return Smaller(int(number[1], 0) * _UNITS[number[2] or ""])
        # A position is undefined, and its comparison false, where the string is not there.
        positions = [self._position(side) for side in (left, right)]
        if sign in (">", ">=", "==") and not any(positions) and _exceeds(right, 0 if sign == ">" else 1):
            return self._counted(left)
        return both(*(position for position in positions if position is not None))

    def arithmetic(self) -> tuple[str, ...]:
        """The tokens of a number, brackets and all."""
        start = self.at
        while self.peek() not in _ENDS:
            if self.peek() in _UNKNOWN or self.peek() in _CLOSING:
                raise ConditionError(f"does not read {self.peek()!r}")
            if self.peek() in _OPENING:
                self._skip_bracket()
            else:
                self.take()
        if start == self.at:
            raise ConditionError(f"expected a number, found {self.peek()!r}")
        return self.words[start : self.at]

    def _counted(self, words: Sequence[str]) -> Need:
        """A sum of counts that is above zero: one of the strings is there. Also the range ``(1..#a)``."""
        bare = [word for word in words if word not in ("(", ")", "+", "..")]
        if ".." in words:
            bare = bare[1:] if bare[:1] == ["1"] else []
        if not bare or not all(word.startswith("#") for word in bare):
            return ANYTHING
        return some(1, [self.current if word == "#" else self._string("$" + word[1:]) for word in bare])

    def _position(self, words: Sequence[str]) -> Need | None:
        """The string whose position the words are: ``@a``, ``@a[1]``, or a bare ``@``."""
        if not words or not words[0].startswith("@") or (len(words) > 1 and words[1] != "["):
            return None
        return self.current if words[0] == "@" else self._string("$" + words[0][1:])

    def _string(self, name: str) -> Need:
        if name not in self.strings:
            raise ConditionError(f"does not know {name!r}")
        return self.strings[name]

    def _skip_bracket(self) -> None:
        """Past the bracket that opens here."""
        if self.peek() not in _OPENING:
            raise ConditionError(f"expected a bracket, found {self.peek()!r}")
        depth = 0
        while True:
            word = self.take()
            depth += (word in _OPENING) - (word in _CLOSING)
            if depth == 0:
                return

    def _after_bracket(self) -> str:
        """What follows the bracket that opens here: an operator tells that it holds a number."""
        start = self.at
        self._skip_bracket()
        following, self.at = self.peek(), start
        return following
