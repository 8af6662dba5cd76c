-- What was said. A migration, once released, is never edited.

CREATE TABLE file (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    origin TEXT NOT NULL,         -- the folder it was added from
    digest TEXT NOT NULL,         -- SHA-256 of its bytes
    kind   TEXT NOT NULL CHECK (kind IN ('survey', 'interview', 'accounts')),
    note   TEXT NOT NULL,         -- how it was read, in a sentence
    UNIQUE (name, origin)
) STRICT;

CREATE TABLE response (
    id         INTEGER PRIMARY KEY,
    file       INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    key        TEXT NOT NULL,     -- the row's own id, else a digest of what it says
    own_id     TEXT,
    row        INTEGER NOT NULL,
    rating     INTEGER CHECK (rating BETWEEN 0 AND 10),
    comment    TEXT,
    wave       TEXT NOT NULL,
    date       TEXT,
    name       TEXT,
    email      TEXT,
    account    TEXT,
    attributes TEXT NOT NULL,     -- JSON object
    UNIQUE (file, key)
) STRICT;

CREATE TABLE interview (
    file    INTEGER PRIMARY KEY REFERENCES file ON DELETE CASCADE,
    content TEXT NOT NULL         -- JSON of the interview, without its name
) STRICT;

CREATE TABLE account (
    file       INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    name       TEXT NOT NULL,
    attributes TEXT NOT NULL,     -- JSON object
    PRIMARY KEY (file, name)
) STRICT;

CREATE TABLE skip (
    file   INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    row    INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX skip_by_file ON skip (file);
