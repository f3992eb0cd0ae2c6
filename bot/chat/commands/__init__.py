"""Slash commands and context menus: one module per group, each with ``register(tree, desk)``."""
