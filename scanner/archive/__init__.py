"""Members of hostile archives, read in memory, under budgets."""

from scanner.archive.reader import Budget, read_members

__all__ = ["Budget", "read_members"]
