-- People at customers, from tables of them; and what is known and done beside
-- the themes: which names are one customer's, who does what, who was told.

CREATE TABLE file_of_any_kind (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    origin TEXT NOT NULL,         -- the folder it was added from
    digest TEXT NOT NULL,         -- SHA-256 of its bytes
    kind   TEXT NOT NULL CHECK (kind IN ('survey', 'interview', 'accounts', 'people')),
    note   TEXT NOT NULL,         -- how it was read, in a sentence
    UNIQUE (name, origin)
) STRICT;
INSERT INTO file_of_any_kind SELECT id, name, origin, digest, kind, note FROM file;
DROP TABLE file;
ALTER TABLE file_of_any_kind RENAME TO file;

CREATE TABLE contact (
    file    INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    key     TEXT NOT NULL,        -- the address, else the name, in lower case
    content TEXT NOT NULL,        -- JSON of the person
    PRIMARY KEY (file, key)
) STRICT;

CREATE TABLE register (
    number  INTEGER PRIMARY KEY,  -- from 1, in the order they were made
    kind    TEXT NOT NULL,        -- what the entry is about
    at      TEXT NOT NULL,        -- RFC 3339
    who     TEXT NOT NULL,
    content TEXT NOT NULL,        -- JSON
    undone  INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;
