-- What ratings are on, where that is not 0 to 10.

CREATE TABLE scale (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    spec TEXT NOT NULL            -- as it is written after `--scale`
) STRICT;
