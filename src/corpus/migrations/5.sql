-- Where a comment answers which of several open questions.

ALTER TABLE response ADD COLUMN questions TEXT;  -- JSON list, NULL where the survey has one
