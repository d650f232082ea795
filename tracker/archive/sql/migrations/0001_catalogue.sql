-- The catalogue of an archive. Everything but checks, outbox and due table can be built again from the folder.
-- Moments are text, UTC, with microseconds: 2023-08-23T03:41:34.000000Z.

CREATE TABLE policy (
    key                TEXT PRIMARY KEY,            -- service/policy
    service            TEXT NOT NULL,               -- titles for readers
    title              TEXT NOT NULL,
    standing           TEXT,                        -- snapshot that is settled
    fingerprint        TEXT NOT NULL DEFAULT '',
    root_hint          TEXT NOT NULL DEFAULT '',
    last_full_fetch_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
    id                     TEXT PRIMARY KEY,        -- service/policy@20230823T034134Z
    policy                 TEXT NOT NULL REFERENCES policy (key),
    observed_at            TEXT NOT NULL,
    text_sha256            TEXT NOT NULL,
    body_sha256            TEXT NOT NULL,
    record_sha256          TEXT NOT NULL,
    previous_record_sha256 TEXT NOT NULL,
    words                  INTEGER NOT NULL,
    language               TEXT,
    extract_rules          TEXT NOT NULL,
    origin                 TEXT NOT NULL,
    warc_file_sha256       TEXT NOT NULL            -- of the compressed file, for finding rotten bits
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_in_time ON snapshot (policy, observed_at);

CREATE TABLE payload (                              -- where each body of a policy is stored in full
    policy   TEXT NOT NULL REFERENCES policy (key),
    sha256   TEXT NOT NULL,
    snapshot TEXT NOT NULL REFERENCES snapshot (id),
    record   TEXT NOT NULL,                         -- WARC-Record-ID
    url      TEXT NOT NULL,
    date     TEXT NOT NULL,                         -- WARC-Date
    PRIMARY KEY (policy, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    id          TEXT PRIMARY KEY,
    policy      TEXT NOT NULL REFERENCES policy (key),
    old         TEXT NOT NULL REFERENCES snapshot (id),
    new         TEXT NOT NULL UNIQUE REFERENCES snapshot (id),
    observed_at TEXT NOT NULL,                      -- of the new snapshot
    materiality TEXT NOT NULL,
    stage       TEXT NOT NULL,                      -- the latest event's
    announced   INTEGER NOT NULL,                   -- whether it says from when it will apply
    detail      BLOB NOT NULL                       -- JSON, deflated: comparison, findings, verdict
) STRICT, WITHOUT ROWID;
CREATE INDEX change_in_time ON change (observed_at);
CREATE INDEX change_of_policy ON change (policy, observed_at);

CREATE TABLE event (
    change   TEXT NOT NULL REFERENCES change (id),
    position INTEGER NOT NULL,
    stage    TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (change, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    change   TEXT NOT NULL REFERENCES change (id),
    position INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    subject  TEXT NOT NULL,
    PRIMARY KEY (change, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_by_subject ON finding (subject, kind);

CREATE TABLE incident (
    id        INTEGER PRIMARY KEY,
    policy    TEXT NOT NULL REFERENCES policy (key),
    reason    TEXT NOT NULL,
    detail    TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    checks    INTEGER NOT NULL,
    closed_at TEXT,
    told      INTEGER NOT NULL
) STRICT;
CREATE INDEX incident_in_time ON incident (policy, opened_at);
CREATE UNIQUE INDEX incident_open ON incident (policy) WHERE closed_at IS NULL;

CREATE TABLE validator (
    policy        TEXT NOT NULL REFERENCES policy (key),
    position      INTEGER NOT NULL,
    url           TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT,
    PRIMARY KEY (policy, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE check_log (
    id          INTEGER PRIMARY KEY,
    policy      TEXT NOT NULL REFERENCES policy (key),
    at          TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    reason      TEXT NOT NULL,
    detail      TEXT NOT NULL,
    fetcher     TEXT NOT NULL,
    robots      TEXT NOT NULL,
    urls        TEXT NOT NULL,                      -- one a line
    status      INTEGER,
    size_bytes  INTEGER NOT NULL,
    body_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    seconds     REAL NOT NULL,
    snapshot    TEXT NOT NULL
) STRICT;
CREATE INDEX check_of_policy ON check_log (policy, at);
CREATE INDEX check_in_time ON check_log (at);

CREATE TABLE delivery (                             -- the outbox
    id          TEXT PRIMARY KEY,
    channel     TEXT NOT NULL,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    stage       TEXT NOT NULL,
    state       TEXT NOT NULL,                      -- queued, sent, dead
    created_at  TEXT NOT NULL,
    next_at     TEXT NOT NULL,
    leased_until TEXT,
    attempts    INTEGER NOT NULL DEFAULT 0,
    error       TEXT NOT NULL DEFAULT '',
    done_at     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_waiting ON delivery (next_at) WHERE state = 'queued';
CREATE INDEX delivery_in_time ON delivery (created_at);

CREATE TABLE attempt (
    delivery TEXT NOT NULL REFERENCES delivery (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    at       TEXT NOT NULL,
    outcome  TEXT NOT NULL,                         -- sent, failed, dead
    detail   TEXT NOT NULL,
    PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE due (
    key          TEXT PRIMARY KEY,
    host         TEXT NOT NULL,
    next_at      TEXT NOT NULL,
    every        INTEGER NOT NULL,                  -- seconds
    paused       INTEGER NOT NULL DEFAULT 0,
    failures     INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX due_waiting ON due (next_at, key, host) WHERE paused = 0;
