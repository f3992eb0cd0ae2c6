"""What the compilers say: libyara, which scans, and yara-x, to which the rules should be able to move."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yara

from scanner.rule_source import RuleSource
from scanner.rulekit.problem import Problem

__all__ = ["compile_file", "libyara_problems", "yara_x_problems"]


def compile_file(path: Path) -> Any:
    """The yara.Rules of one file. Raises yara.Error for what does not compile."""
    return yara.compile(source=path.read_text("utf-8"))


def libyara_problems(files: list[Path], rules: list[RuleSource]) -> Iterator[Problem]:
    """Compile errors, and every warning: nearly all are of strings that slow scanning down."""
    names = {rule.path: rule.name for rule in reversed(rules)}
    strings = {(rule.path, string.name): string.line for rule in rules for string in rule.strings}
    for path in files:
        try:
            compiled = compile_file(path)
        except (yara.Error, UnicodeDecodeError) as error:
            line, message = _placed(str(error))
            yield Problem.of(path, line, names.get(path, ""), f"does not compile: {message}")
            continue
        for warning in compiled.warnings:
            line, message = _placed(str(warning))
            # libyara counts to where it noticed, which is behind the string.
            if named := re.search(r'string "(\$\w+)"', message):
                line = strings.get((path, named[1]), line)
            kind = "slow scan" if "slow" in message else "libyara warns"
            yield Problem.of(path, line, names.get(path, ""), f"{kind}: {message}")


def _placed(message: str) -> tuple[int, str]:
    """Line and rest of a message such as ``line 7: syntax error``."""
    match = re.match(r"(?:[^:]*?)\(?\b(?:line )?(\d+)\)?:\s*(.*)", message, re.DOTALL)
    return (int(match[1]), match[2].strip()) if match else (0, message.strip())


def yara_x_problems(rules: list[RuleSource]) -> Iterator[Problem] | None:
    """What yara-x refuses; None when it is not installed."""
    try:
        import yara_x
    except ImportError:
        return None

    def problems() -> Iterator[Problem]:
        for path in dict.fromkeys(rule.path for rule in rules):
            compiler = yara_x.Compiler(relaxed_re_syntax=False)
            try:
                compiler.add_source(path.read_text("utf-8"))
            except yara_x.CompileError as error:
                text = str(error)
                place = re.search(r"--> line:(\d+)", text)
                first = text.strip().splitlines()[0]
                name = next(rule.name for rule in rules if rule.path == path)
                yield Problem.of(path, int(place[1]) if place else 0, name, f"does not compile under yara-x: {first}")

    return problems()
