"""Members of hostile archives, read in memory, under budgets."""

from scanner.archive.anomalies import KINDS, Kind
from scanner.archive.budget import PIECE_BYTES, Budget
from scanner.archive.reader import read_members
from scanner.archive.sniff import is_archive

__all__ = ["KINDS", "PIECE_BYTES", "Budget", "Kind", "is_archive", "read_members"]
