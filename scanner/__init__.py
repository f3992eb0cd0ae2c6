"""From an upload to a report. Knows no Discord and no database, and works alone (``meerkat scan``)."""
