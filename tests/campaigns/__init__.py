"""Inert distributions in the shapes that malware and honest packages have, built in memory.

Malware's are written as somebody would write them tomorrow, with addresses that belong to nobody; honest ones as the
many small first uploads look. ``python -m tests.campaigns`` prints what the default rules say of each.
"""
