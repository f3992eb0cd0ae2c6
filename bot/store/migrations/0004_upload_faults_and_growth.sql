-- Patience is counted from when a fault was first met, for each kind of fault: neither the time that the service was off
-- nor another trouble before counts.
ALTER TABLE upload RENAME COLUMN tried_at TO fault_at;
ALTER TABLE upload ADD COLUMN fault TEXT; -- kind of the newest fault; NULL: none since the start or since it was asked for

-- Rows of uploads stay for good: what is dropped from old ones is found without reading all of them.
CREATE INDEX upload_report ON upload (seen_at) WHERE report IS NOT NULL AND verdict = 'clean';
CREATE INDEX upload_listing ON upload (seen_at) WHERE listing IS NOT NULL;
