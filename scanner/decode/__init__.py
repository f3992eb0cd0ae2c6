"""Layers: transcode, fold, unwrap. Static only: nothing of a package is ever evaluated, imported or unmarshalled."""

from scanner.decode.backend import in_tree_backend
from scanner.decode.budget import PeelBudget
from scanner.decode.peel import peel
from scanner.decode.places import place_of, runs_on_import
from scanner.decode.scope import scope_of

__all__ = ["PeelBudget", "in_tree_backend", "peel", "place_of", "runs_on_import", "scope_of"]
