"""Layers: transcode, fold, unwrap. Static only: nothing of a package is ever evaluated, imported or unmarshalled."""

from scanner.decode.backend import AtBuild
from scanner.decode.budget import PeelBudget
from scanner.decode.by_hand import script_of
from scanner.decode.imported import Imported
from scanner.decode.peel import peel
from scanner.decode.places import place_of, runs_on_import
from scanner.decode.scope import scope_of

__all__ = ["AtBuild", "Imported", "PeelBudget", "peel", "place_of", "runs_on_import", "scope_of", "script_of"]
