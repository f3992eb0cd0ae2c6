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
    reason TEXT, -- why it waits, failed, was skipped, or is incomplete
    claimed_at REAL, -- the scan loop works on it; at a start: it did when the process ended
    tried_at REAL, -- first claim: what patience is counted from
    attempts INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0, -- times that the process ended while working on it
    due_at REAL NOT NULL DEFAULT 0,
    url TEXT,
    size INTEGER,
    sha256 TEXT,
    blake2b_256 TEXT,
    facts TEXT, -- scanner.report.ReleaseFacts as JSON
    fetched_at REAL,
    scanned_at REAL,
    verdict TEXT,
    score REAL,
    complete INTEGER,
    report TEXT, -- scanner.report.Report as JSON without its listing; dropped from old clean scans
    listing BLOB, -- Report.listing as deflated MessagePack; dropped once the release takes no more files
    gone TEXT CHECK (gone IN ('quarantined', 'removed')), -- by the index's journal
    gone_at REAL,
    UNIQUE (project, version, filename)
) STRICT;
CREATE INDEX upload_due ON upload (crashes, priority, id DESC) WHERE state IN ('seen', 'fetched');
CREATE INDEX upload_state ON upload (state);
CREATE INDEX upload_seen ON upload (seen_at);
