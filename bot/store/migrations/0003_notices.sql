-- What operators are told: once when a condition begins, once when it ends. Times are Unix seconds.
CREATE TABLE notice (
    key TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    detail TEXT NOT NULL, -- from outside, hostile
    over TEXT NOT NULL, -- what its end is called; empty: an event, which has none
    began_at REAL NOT NULL,
    seen_at REAL NOT NULL, -- last time that it was so
    ended_at REAL,
    told TEXT NOT NULL DEFAULT 'nothing' CHECK (told IN ('nothing', 'begun', 'ended'))
) STRICT, WITHOUT ROWID;

ALTER TABLE upload ADD COLUMN failed_at REAL; -- when it was given up
CREATE INDEX upload_failed ON upload (failed_at) WHERE state = 'failed';
