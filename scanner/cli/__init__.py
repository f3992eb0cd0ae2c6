"""The commands that need no database and no Discord: scan, peel, rules."""
