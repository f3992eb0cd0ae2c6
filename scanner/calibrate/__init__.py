"""Fitting ``rules/points.toml`` to labelled archives: scan once, keep the findings, fit, measure."""
