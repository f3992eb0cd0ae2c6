"""Every way of taking with every way of sending, and every way of fetching with every way of running.

Campaigns that somebody thought of show what was thought of. These tables say what a thief has to choose from, one row a
choice, and are combined by machine. Everything is inert: text for the scanner, which is never run.
"""
