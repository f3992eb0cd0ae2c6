"""Every way of taking with every way of sending, and every way of fetching with every way of running.

Campaigns that somebody thought of show what was thought of. These tables say what a thief has to choose from, one row a
choice, and are combined by machine. Everything is inert: text for the scanner, which is never run.
"""

from tests.campaigns.grid.packages import package
from tests.campaigns.grid.tables import Row, rows
from tests.campaigns.grid.ways import (
    REMOTE_WAYS,
    THEFT_WAYS,
    TRIGGERS,
    answering,
    betraying,
    fetching,
    hiding,
    stealing,
)

__all__ = [
    "REMOTE_WAYS",
    "THEFT_WAYS",
    "TRIGGERS",
    "Row",
    "answering",
    "betraying",
    "fetching",
    "hiding",
    "package",
    "rows",
    "stealing",
]
