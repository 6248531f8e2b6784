-- Events of other data sets (GDELT, ICEWS, POLECAT), so that the analyses run on them too. They have no text and no
-- words; their columns are those of the exported table `dyads`: one row for a source, a target and an event.

CREATE TABLE imports (
    import    INTEGER PRIMARY KEY,
    path      TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('gdelt', 'icews', 'polecat')),
    sha256    TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    imported  TEXT NOT NULL,
    rows      INTEGER NOT NULL CHECK (rows >= 0),
    malformed INTEGER NOT NULL CHECK (malformed >= 0),
    -- [[line, reason, beginning of the line], …]: the first ones
    examples  TEXT NOT NULL CHECK (json_valid(examples))
) STRICT;

CREATE TABLE imported_dyads (
    import         INTEGER NOT NULL REFERENCES imports (import) ON DELETE CASCADE,
    event          TEXT NOT NULL,
    told           TEXT NOT NULL,
    date           TEXT CHECK (date IS NULL OR date IS date(date)),
    type           TEXT,
    mode           TEXT,
    cameo          TEXT,
    quad           INTEGER CHECK (quad BETWEEN 1 AND 4),
    intensity      REAL,
    status         TEXT NOT NULL,
    background     INTEGER NOT NULL CHECK (background IN (0, 1)),
    source         TEXT,
    source_id      TEXT,
    source_country TEXT,
    source_sector  TEXT,
    target         TEXT,
    target_id      TEXT,
    target_country TEXT,
    target_sector  TEXT,
    place          TEXT,
    place_country  TEXT,
    latitude       REAL,
    longitude      REAL,
    publisher      TEXT,
    url            TEXT,
    mentions       INTEGER CHECK (mentions >= 0),
    line           INTEGER NOT NULL
) STRICT;
CREATE INDEX imported_dyads_import ON imported_dyads (import);
CREATE INDEX imported_dyads_dyad ON imported_dyads (source_country, target_country, date);
