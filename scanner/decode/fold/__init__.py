"""Constant folding by abstract interpretation over the syntax tree: nothing of a package is ever run."""

from scanner.decode.fold.units import Folded, fold

__all__ = ["Folded", "fold"]
