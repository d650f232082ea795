-- What each version was found to disclose, under the rules of that day; made again when they change, or lost.

CREATE TABLE reading (
    snapshot TEXT NOT NULL REFERENCES snapshot (id) ON DELETE CASCADE,
    rules    TEXT NOT NULL,
    found    BLOB NOT NULL,                         -- JSON, deflated
    PRIMARY KEY (snapshot)
) STRICT, WITHOUT ROWID;
