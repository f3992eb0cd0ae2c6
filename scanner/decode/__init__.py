"""Layers: transcode, fold, unwrap. Static only: nothing of a package is ever evaluated, imported or unmarshalled."""

from scanner.decode.budget import PeelBudget
from scanner.decode.peel import peel
from scanner.decode.places import place_of, runs_on_import
from scanner.decode.scope import scope_of
from scanner.decode.scopes import Scopes

__all__ = ["PeelBudget", "Scopes", "peel", "place_of", "runs_on_import", "scope_of"]
