-- What people corrected in how an interview was read: who speaks, in which
-- part, and whose answers are theirs.

CREATE TABLE correction (
    number  INTEGER PRIMARY KEY,  -- from 1, in the order they were made
    file    INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
    at      TEXT NOT NULL,        -- RFC 3339
    who     TEXT NOT NULL,
    content TEXT NOT NULL,        -- JSON of the correction
    undone  INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;
