-- What people triage, and every message that must reach Discord or the index. Times are Unix seconds.
CREATE TABLE triage_case (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL, -- normalised (PEP 503)
    name TEXT NOT NULL,
    version TEXT NOT NULL, -- of the report with the highest score
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN (
        'open', 'claimed', 'disputed', 'confirmed', 'dismissed',
        'queued', 'reported', 'report-failed', 'report-unknown', 'quarantined', 'removed')),
    verdict TEXT CHECK (verdict IN ('confirmed', 'dismissed')), -- people's, kept whatever the report does
    revision INTEGER NOT NULL DEFAULT 1, -- grows with every change people can see
    ground INTEGER NOT NULL DEFAULT 1, -- revision since which evidence, verdict and report stand as they are
    score REAL NOT NULL,
    upload_id INTEGER NOT NULL REFERENCES upload (id), -- of the report with the highest score
    facts TEXT, -- scanner.report.ReleaseFacts as JSON
    claimed_by INTEGER,
    claimed_name TEXT,
    channel_id INTEGER,
    message_id INTEGER,
    carded_revision INTEGER NOT NULL DEFAULT 0, -- revision the card shows; 0: not sent yet
    lost_posts INTEGER NOT NULL DEFAULT 0, -- cards that someone deleted: part of the next one's nonce
    opened_at REAL NOT NULL,
    alerted_at REAL, -- the card's first send
    decided_at REAL,
    reported_at REAL, -- the index answered 202
    taken_down_at REAL,
    closed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX one_open_case ON triage_case (project) WHERE closed = 0;
CREATE INDEX case_project ON triage_case (project, id);
CREATE INDEX case_message ON triage_case (message_id);

CREATE TABLE case_upload (
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    upload_id INTEGER NOT NULL REFERENCES upload (id),
    PRIMARY KEY (case_id, upload_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_upload_upload ON case_upload (upload_id);

-- Every piece of evidence that a case has shown: what a dismissal suppresses, and what campaigns share.
CREATE TABLE case_evidence (
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    fingerprint TEXT NOT NULL,
    rule TEXT NOT NULL,
    points REAL NOT NULL,
    PRIMARY KEY (case_id, fingerprint)
) STRICT, WITHOUT ROWID;
CREATE INDEX case_evidence_fingerprint ON case_evidence (fingerprint);

CREATE TABLE vote (
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    user_id INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('volunteer', 'senior', 'admin')),
    vote TEXT NOT NULL CHECK (vote IN ('confirm', 'dismiss', 'unsure')),
    reason TEXT NOT NULL DEFAULT '',
    door TEXT NOT NULL, -- button, reaction, slash, menu, terminal
    at REAL NOT NULL,
    PRIMARY KEY (case_id, user_id)
) STRICT, WITHOUT ROWID;

-- Reactions that were acted on: what was given or taken away while the bot was off is the difference to the card.
CREATE TABLE card_reaction (
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    user_id INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    PRIMARY KEY (case_id, user_id, emoji)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_history (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    at REAL NOT NULL,
    actor_id INTEGER, -- NULL: Meerkat itself or the index
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX case_history_case ON case_history (case_id, id);

-- One row per message owed to the outside; delivered at least once, made exactly once by nonce and state.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('card', 'observation')),
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    state TEXT NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sending', 'sent', 'failed', 'cancelled', 'unknown')),
    due_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL DEFAULT '{}', -- observation: kind, summary, inspector_url, requested by
    status INTEGER, -- last HTTP status
    answer TEXT, -- last body, cut
    created_at REAL NOT NULL,
    finished_at REAL
) STRICT;
CREATE INDEX outbox_due ON outbox (kind, state, due_at);
CREATE INDEX outbox_case ON outbox (case_id, kind, id);
-- A card is drawn from the case when it is sent, so one waiting row is enough however often the case moves.
CREATE UNIQUE INDEX one_card_waiting ON outbox (case_id) WHERE kind = 'card' AND state = 'due';
CREATE UNIQUE INDEX one_report_alive ON outbox (case_id) WHERE kind = 'observation' AND state IN ('due', 'sending');

-- Evidence that weighs nothing until it expires: somebody looked at it and found it harmless.
CREATE TABLE suppression (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    project TEXT, -- normalised; NULL: any project
    case_id INTEGER REFERENCES triage_case (id), -- the dismissal it came from
    actor_id INTEGER,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    ended_at REAL -- taken back before its time
) STRICT;
CREATE INDEX suppression_project ON suppression (project, expires_at);
CREATE INDEX suppression_case ON suppression (case_id);

-- How often each rule led to a case, and what people made of it; follows every verdict, taken-back ones included.
CREATE TABLE case_rule (
    case_id INTEGER NOT NULL REFERENCES triage_case (id),
    rule TEXT NOT NULL,
    PRIMARY KEY (case_id, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_stat (
    rule TEXT PRIMARY KEY,
    alerts INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER NOT NULL DEFAULT 0,
    dismissed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
