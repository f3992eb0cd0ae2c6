"""Layers: transcode, fold, unwrap. Static only: nothing of a package is ever evaluated, imported or unmarshalled."""

from scanner.decode.peel import peel

__all__ = ["peel"]
