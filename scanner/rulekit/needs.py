"""Whether a rule's condition spares libyara any text: one that needs no string at all is tried on every one."""

from scanner.prefilter.conditions import ANYTHING, ConditionError, Need, Present, need_of, predicate_of
from scanner.prefilter.expressions import expression_of
from scanner.rule_source import RuleSource

__all__ = ["needs_nothing"]


def needs_nothing(rule: RuleSource) -> str:
    """Why every text of its file types is a candidate for the rule; empty when that is not so."""
    meanings: dict[str, Need] = {
        string.name: ANYTHING if expression_of(string) is None else Present(number)
        for number, string in enumerate(rule.strings)
    }
    try:
        need = need_of(rule.condition, meanings)
    except ConditionError as error:
        return f"its condition has a form that the prefilter does not read ({error})"
    return "" if not predicate_of(need)(0, 0) else "its condition can hold in a text without any of its strings"
