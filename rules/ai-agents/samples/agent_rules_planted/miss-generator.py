import pathlib

RULES = """
- Use type hints everywhere.
- Do not mention tickets in comments.
"""


def generate(names=("CLAUDE.md", "AGENTS.md")):
    for name in names:
        pathlib.Path(name).write_text(RULES)
