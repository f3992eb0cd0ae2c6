import json
from pathlib import Path


def told(result):
    with Path("cells.jsonl").open("a") as file:
        file.write(json.dumps({"cell": result.info.raw_cell}))


def load_ipython_extension(shell):
    """See https://notes.example.org/use for more."""
    shell.events.register("post_run_cell", told)
