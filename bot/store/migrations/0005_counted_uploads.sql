-- Rows of uploads stay for good, so what is asked every few seconds must not read all of them: how many there are by
-- state is kept.
CREATE TABLE upload_count (
    state TEXT PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO upload_count SELECT state, count(*) FROM upload GROUP BY state;
CREATE TRIGGER upload_added AFTER INSERT ON upload BEGIN
    INSERT INTO upload_count VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER upload_moved AFTER UPDATE OF state ON upload WHEN new.state <> old.state BEGIN
    UPDATE upload_count SET n = n - 1 WHERE state = old.state;
    INSERT INTO upload_count VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
END;

-- Those that wait are few and in upload_due, those that failed in upload_failed; the figures of some days read this.
DROP INDEX upload_state;
DROP INDEX upload_seen;
CREATE INDEX upload_seen ON upload (seen_at, state);
