-- schema_005.sql - store: why rows of a source are not here, and sources that are taken out.

-- Why rows of a reading were dropped, counted.
CREATE TABLE source_reason (
    id     INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    reason TEXT NOT NULL,                -- what is wrong, without what stood there
    bad    INTEGER NOT NULL CHECK (bad IN (0, 1)),  -- 0: a good row of no use here
    total  INTEGER NOT NULL              -- rows
) STRICT;
CREATE INDEX source_reason_by_source ON source_reason (source);

-- Rows of which nothing is here by themselves, the newest SOURCE_ROWS_MAX a source of those dropped, and
-- of those merged; of a row nothing but its place and what is wrong.
CREATE TABLE source_row (
    id     INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id),
    place  TEXT NOT NULL,                -- line, or file and line; '' where neither is known
    why    TEXT NOT NULL,                -- what is wrong, and how to mend it; '' of merged ones
    fate   TEXT NOT NULL CHECK (fate IN ('bad', 'idle', 'merged'))
) STRICT;
CREATE INDEX source_row_by_source ON source_row (source);

-- Readings that are taken out (listen/remove.h), while that is done; empty otherwise.
CREATE TABLE leaving (
    source INTEGER PRIMARY KEY REFERENCES source (id)
) STRICT;

-- When rows go: after the days of their source, or at -1, before all days, with a source that leaves.
DROP VIEW source_ends;
CREATE VIEW source_ends AS
SELECT id, kind, locator, read_at, keep, read_at + keep * 86400 AS ends
  FROM source_duty WHERE keep > 0 AND kind <> 'mark'
UNION ALL
SELECT s.id, s.kind, s.locator, s.read_at, 0, -1 FROM leaving l JOIN source s ON s.id = l.source;
