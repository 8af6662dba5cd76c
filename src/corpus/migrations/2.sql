-- What people decided about themes, and the themes that decisions speak of.

CREATE TABLE decision (
    number  INTEGER PRIMARY KEY,  -- from 1, in the order they were made
    at      TEXT NOT NULL,        -- RFC 3339
    who     TEXT NOT NULL,
    content TEXT NOT NULL,        -- JSON of the decision
    undone  INTEGER NOT NULL CHECK (undone IN (0, 1))
) STRICT;

CREATE TABLE memory (
    name    TEXT PRIMARY KEY,
    content BLOB NOT NULL         -- what a later stage remembers, in its own form
) STRICT;
