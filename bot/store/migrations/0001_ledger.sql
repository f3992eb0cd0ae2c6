-- What the feed said, and how far each upload has come. Times are Unix seconds.
CREATE TABLE setting (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE event (
    serial INTEGER PRIMARY KEY,
    project TEXT NOT NULL, -- normalised (PEP 503)
    version TEXT,
    at INTEGER NOT NULL,
    action TEXT NOT NULL
) STRICT;
CREATE INDEX event_project ON event (project, serial);

CREATE TABLE upload (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL, -- normalised (PEP 503)
    name TEXT NOT NULL, -- as registered
    version TEXT NOT NULL,
    filename TEXT NOT NULL,
    serial INTEGER NOT NULL DEFAULT 0, -- 0: announced by RSS or asked for by a person
    source TEXT NOT NULL CHECK (source IN ('changelog', 'rss', 'person')),
    priority INTEGER NOT NULL DEFAULT 1, -- 0 asked for by a person, 1 new project, 2 new release, 3 further file
    uploaded_at REAL NOT NULL,
    seen_at REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'seen' CHECK (state IN ('seen', 'fetched', 'scanned', 'failed', 'skipped')),
    reason TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at REAL NOT NULL DEFAULT 0,
    url TEXT,
    size INTEGER,
    sha256 TEXT,
    blake2b_256 TEXT,
    fetched_at REAL,
    scanned_at REAL,
    verdict TEXT,
    score REAL,
    complete INTEGER,
    report TEXT, -- scanner.report.Report as JSON
    UNIQUE (project, version, filename)
) STRICT;
CREATE INDEX upload_due ON upload (state, due_at, priority);
