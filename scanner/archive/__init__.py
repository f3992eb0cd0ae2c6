"""Members of hostile archives, read in memory, under budgets.

``reader`` is the door: it asks ``sniff`` for every format that the bytes are at once, hands them to ``zip_reader``
(over ``zip_layout`` and ``zip_records``), ``tar_reader`` (``tar_headers``, ``tar_extended``, ``tar_links``,
``tar_sparse``, ``window``), ``stream_reader`` (``streams``, ``gzip_header``) or ``pyinstaller``, and opens what is
nested. ``opened`` turns entries into members, ``names`` judges what they are called, ``anomalies`` explains each kind
of oddity, ``budget`` ends it all in time.
"""

from scanner.archive.anomalies import KINDS, Kind
from scanner.archive.budget import PIECE_BYTES, Budget
from scanner.archive.opened import Wanted
from scanner.archive.reader import read_members
from scanner.archive.sniff import is_archive

__all__ = ["KINDS", "PIECE_BYTES", "Budget", "Kind", "Wanted", "is_archive", "read_members"]
