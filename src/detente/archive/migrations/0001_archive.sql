-- The archive, format 1. Offsets are Unicode code points into articles.text, half open; days are ISO 8601; NULL is
-- "unknown" or "none". Rows are narrow, because there are many of them: read the views of 0002_views.sql.

-- ── What made it ──────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE makers (
    maker     INTEGER PRIMARY KEY,
    version   TEXT NOT NULL,
    models    TEXT NOT NULL CHECK (json_valid(models)),
    knowledge TEXT NOT NULL,
    UNIQUE (version, models, knowledge)
) STRICT;

CREATE TABLE runs (
    run       INTEGER PRIMARY KEY,
    kind      TEXT NOT NULL CHECK (kind IN ('add', 'reread')),
    state     TEXT NOT NULL CHECK (state IN ('running', 'interrupted', 'finished')),
    maker     INTEGER REFERENCES makers (maker),
    settings  TEXT NOT NULL CHECK (json_valid(settings)),
    started   TEXT NOT NULL,
    ended     TEXT,
    seconds   REAL NOT NULL DEFAULT 0 CHECK (seconds >= 0),
    read      INTEGER NOT NULL DEFAULT 0 CHECK (read >= 0),
    duplicate INTEGER NOT NULL DEFAULT 0 CHECK (duplicate >= 0),
    known     INTEGER NOT NULL DEFAULT 0 CHECK (known >= 0),
    failed    INTEGER NOT NULL DEFAULT 0 CHECK (failed >= 0)
) STRICT;

-- Where a run that is not finished has been. Emptied when it ends.
CREATE TABLE visits (
    run    INTEGER NOT NULL REFERENCES runs (run) ON DELETE CASCADE,
    origin TEXT NOT NULL,
    PRIMARY KEY (run, origin)
) STRICT, WITHOUT ROWID;

-- What a feed's server said last, so that it is asked politely.
CREATE TABLE feeds (
    address       TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    seen          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(seen))
) STRICT, WITHOUT ROWID;

-- ── Articles ──────────────────────────────────────────────────────────────────────────────────────────────────

-- blocks: by kind the start and the length of each, flat: {"paragraph": [start, length, start, length, …]}.
-- The view `blocks` unfolds them.
CREATE TABLE articles (
    article   INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE CHECK (length(id) = 64),
    title     TEXT,
    published TEXT CHECK (published IS NULL OR published IS date(published)),
    url       TEXT,
    source    TEXT,
    language  TEXT,
    text      TEXT NOT NULL CHECK (length(text) > 0),
    blocks    TEXT NOT NULL CHECK (json_valid(blocks)),
    story     INTEGER NOT NULL REFERENCES articles (article) DEFERRABLE INITIALLY DEFERRED,
    maker     INTEGER REFERENCES makers (maker),
    run       INTEGER REFERENCES runs (run),
    CHECK ((maker IS NULL) = (run IS NULL))
) STRICT;
CREATE INDEX articles_copies ON articles (story) WHERE story <> article;
CREATE INDEX articles_published ON articles (published) WHERE published IS NOT NULL;

CREATE TRIGGER articles_text_stays BEFORE UPDATE OF id, title, text ON articles
BEGIN SELECT RAISE(ABORT, 'the title and the text of an article never change'); END;

CREATE TABLE appearances (
    appearance INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    run        INTEGER NOT NULL REFERENCES runs (run),
    origin     TEXT NOT NULL,
    url        TEXT,
    source     TEXT,
    published  TEXT CHECK (published IS NULL OR published IS date(published)),
    title      TEXT,
    UNIQUE (article, origin)
) STRICT;

-- Articles that could not be read, with what is known of them. `article` is set where there was a text to keep.
CREATE TABLE failures (
    failure INTEGER PRIMARY KEY,
    run     INTEGER NOT NULL REFERENCES runs (run),
    origin  TEXT NOT NULL,
    article INTEGER REFERENCES articles (article) ON DELETE SET NULL,
    stage   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    hint    TEXT,
    UNIQUE (run, origin)
) STRICT;

-- A few hashes of each article's three-word shingles: near-duplicates share some.
CREATE TABLE fingerprints (
    hash    INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    PRIMARY KEY (hash, article)
) STRICT, WITHOUT ROWID;

-- Records that are no longer current, or that people's edits have changed, as compressed JSON (zlib) without the text.
CREATE TABLE kept_records (
    kept    INTEGER PRIMARY KEY,
    article INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    maker   INTEGER NOT NULL REFERENCES makers (maker),
    why     TEXT NOT NULL CHECK (why IN ('replaced', 'edited')),
    run     INTEGER REFERENCES runs (run),
    body    BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX kept_edited ON kept_records (article) WHERE why = 'edited';
CREATE INDEX kept_replaced ON kept_records (article, run) WHERE why = 'replaced';

-- ── Actors ────────────────────────────────────────────────────────────────────────────────────────────────────

-- digest: 63 bits of the blake2b of the other columns as JSON; it keeps the index small.
CREATE TABLE identities (
    identity INTEGER PRIMARY KEY,
    digest   INTEGER NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('person', 'state', 'organization', 'group')),
    entity   TEXT,
    country  TEXT,
    sector   TEXT CHECK (sector IN
             ('GOV', 'MIL', 'LEG', 'JUD', 'OPP', 'REB', 'CVL', 'MED', 'BUS', 'PTY', 'IGO', 'NGO')),
    role     TEXT
) STRICT;
CREATE INDEX identities_entity ON identities (entity) WHERE entity IS NOT NULL;

-- mentions: by form (n name, d description, p pronoun, m metonym) the start and the length of each, flat:
-- {"n": [start, length, start, length, …]}. The view `mentions` unfolds them.
CREATE TABLE actors (
    article  INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key      TEXT NOT NULL CHECK (key GLOB 'a[0-9]*'),
    identity INTEGER NOT NULL REFERENCES identities (identity),
    mentions TEXT CHECK (mentions IS NULL OR json_valid(mentions)),
    words    TEXT,
    PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX actors_identity ON actors (identity);

CREATE TRIGGER actors_words BEFORE INSERT ON actors
WHEN NEW.words IS NOT
       (ifnull((SELECT group_concat(substr(a.text, s.value + 1, l.value), char(31)) || char(31)
            FROM json_each(NEW.mentions) AS f, json_each(f.value) AS s, json_each(f.value) AS l, articles AS a
            WHERE a.article = NEW.article AND s.key % 2 = 0 AND l.key = s.key + 1), ''))
BEGIN SELECT RAISE(ABORT, 'the words of a mention are not the text at its place'); END;
CREATE TRIGGER actors_words_checked AFTER INSERT ON actors
BEGIN UPDATE actors SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER actors_stay BEFORE UPDATE OF article, mentions ON actors
BEGIN SELECT RAISE(ABORT, 'a mention is never moved: delete it and insert it with its words'); END;

-- ── Places ────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE places (
    place    INTEGER PRIMARY KEY,
    digest   INTEGER NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    country  TEXT,
    geonames INTEGER,
    lat      REAL CHECK (lat BETWEEN -90 AND 90),
    lon      REAL CHECK (lon BETWEEN -180 AND 180)
) STRICT;
-- The day and the place of a claim (statement, event), or the day by which it is due (condition, commitment).
CREATE TABLE claim_days (
    article     INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key         TEXT NOT NULL CHECK (key GLOB '[secm][0-9]*'),
    start       TEXT NOT NULL CHECK (start IS date(start)),
    "end"       TEXT NOT NULL CHECK ("end" IS date("end") AND "end" >= start),
    precision   TEXT NOT NULL CHECK (precision IN ('day', 'week', 'month', 'season', 'year', 'range')),
    words_start INTEGER,
    words_end   INTEGER,
    words       TEXT,
    PRIMARY KEY (article, key),
    CHECK ((words_start IS NULL) = (words_end IS NULL) AND ifnull(words_end > words_start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER claim_days_words BEFORE INSERT ON claim_days
WHEN NEW.words IS NOT
       (iif(NEW.words_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.words_start + 1, NEW.words_end - NEW.words_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a date are not the text at its place'); END;
CREATE TRIGGER claim_days_words_checked AFTER INSERT ON claim_days
BEGIN UPDATE claim_days SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER claim_days_stay BEFORE UPDATE OF article, words_start, words_end ON claim_days
BEGIN SELECT RAISE(ABORT, 'a date is never moved: delete it and insert it with its words'); END;

CREATE TABLE claim_places (
    article     INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key         TEXT NOT NULL CHECK (key GLOB '[se][0-9]*'),
    place       INTEGER NOT NULL REFERENCES places (place),
    words_start INTEGER NOT NULL CHECK (words_start >= 0),
    words_end   INTEGER NOT NULL,
    words       TEXT,
    PRIMARY KEY (article, key),
    CHECK (words_end > words_start)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER claim_places_words BEFORE INSERT ON claim_places
WHEN NEW.words IS NOT
       (iif(NEW.words_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.words_start + 1, NEW.words_end - NEW.words_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a place are not the text at its place'); END;
CREATE TRIGGER claim_places_words_checked AFTER INSERT ON claim_places
BEGIN UPDATE claim_places SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER claim_places_stay BEFORE UPDATE OF article, words_start, words_end ON claim_places
BEGIN SELECT RAISE(ABORT, 'a place is never moved: delete it and insert it with its words'); END;

-- ── Claims ────────────────────────────────────────────────────────────────────────────────────────────────────
-- `words` must be given when a row is inserted: all its quotations in the order of the columns, each followed by
-- the character 31. They are compared with the text and then dropped; the views read them from the text again.

-- Quotations broken into several pieces: the columns hold the first piece, and `pieces` all of them, as
-- {"content": [[start, end], …]}. Confidence is in ten-thousandths.
CREATE TABLE statements (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 's[0-9]*'),
    kind       TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    source_start        INTEGER CHECK (source_start >= 0),
    source_end          INTEGER,
    cue_start           INTEGER CHECK (cue_start >= 0),
    cue_end             INTEGER,
    content_start       INTEGER CHECK (content_start >= 0),
    content_end         INTEGER,
    pieces     TEXT CHECK (pieces IS NULL OR json_valid(pieces)),
    medium_start        INTEGER CHECK (medium_start >= 0),
    medium_end          INTEGER,
    speakers   TEXT CHECK (speakers IS NULL OR json_valid(speakers)),
    on_behalf_of TEXT CHECK (on_behalf_of IS NULL OR json_valid(on_behalf_of)),
    inside     TEXT,
    confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000),
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    words      TEXT,
    PRIMARY KEY (article, key),
    FOREIGN KEY (article, inside) REFERENCES statements (article, key) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((source_start IS NULL) = (source_end IS NULL) AND ifnull(source_end > source_start, 1) AND
           (cue_start IS NULL) = (cue_end IS NULL) AND ifnull(cue_end > cue_start, 1) AND
           (content_start IS NULL) = (content_end IS NULL) AND ifnull(content_end > content_start, 1) AND
           (medium_start IS NULL) = (medium_end IS NULL) AND ifnull(medium_end > medium_start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER statements_words BEFORE INSERT ON statements
WHEN NEW.words IS NOT
       (iif(json_type(NEW.pieces, '$.source') IS NULL, iif(NEW.source_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.source_start + 1, NEW.source_end - NEW.source_start) || char(31)),
          ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.pieces, '$.source') AS p, articles AS a WHERE a.article = NEW.article), ''))
        || iif(json_type(NEW.pieces, '$.cue') IS NULL, iif(NEW.cue_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.cue_start + 1, NEW.cue_end - NEW.cue_start) || char(31)),
          ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.pieces, '$.cue') AS p, articles AS a WHERE a.article = NEW.article), ''))
        || iif(json_type(NEW.pieces, '$.content') IS NULL, iif(NEW.content_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.content_start + 1, NEW.content_end - NEW.content_start) || char(31)),
          ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.pieces, '$.content') AS p, articles AS a WHERE a.article = NEW.article), ''))
        || iif(NEW.medium_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.medium_start + 1, NEW.medium_end - NEW.medium_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a statement are not the text at its place'); END;
CREATE TRIGGER statements_actors BEFORE INSERT ON statements
WHEN EXISTS (SELECT 1 FROM (SELECT value FROM json_each(NEW.speakers)
                  UNION ALL SELECT value FROM json_each(NEW.on_behalf_of)) AS k
             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))
BEGIN SELECT RAISE(ABORT, 'a statement names an actor that the article does not have'); END;
CREATE TRIGGER statements_words_checked AFTER INSERT ON statements
BEGIN UPDATE statements SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER statements_stay BEFORE UPDATE OF article, source_start, source_end, cue_start, cue_end, content_start, content_end, pieces, medium_start, medium_end ON statements
BEGIN SELECT RAISE(ABORT, 'a statement is never moved: delete it and insert it with its words'); END;

CREATE TABLE events (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 'e[0-9]*'),
    type       TEXT NOT NULL CHECK (type IN
               ('AGREE', 'CONSULT', 'SUPPORT', 'CONCEDE', 'COOPERATE', 'AID', 'RETREAT', 'REQUEST', 'ACCUSE', 'REJECT',
                'THREATEN', 'PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT')),
    mode       TEXT,
    sources    TEXT CHECK (sources IS NULL OR json_valid(sources)),
    targets    TEXT CHECK (targets IS NULL OR json_valid(targets)),
    cameo      TEXT CHECK (cameo GLOB '[0-9]*'),
    status     TEXT NOT NULL CHECK (status IN
               ('actual', 'promised', 'proposed', 'conditional', 'denied', 'possible')),
    background INTEGER NOT NULL CHECK (background IN (0, 1)),
    said_in    TEXT,
    contexts   TEXT CHECK (contexts IS NULL OR json_valid(contexts)),
    intensity  REAL CHECK (intensity BETWEEN -10 AND 10),
    trigger_start       INTEGER NOT NULL CHECK (trigger_start >= 0),
    trigger_end         INTEGER NOT NULL,
    status_cue_start    INTEGER CHECK (status_cue_start >= 0),
    status_cue_end      INTEGER,
    mentions   TEXT CHECK (mentions IS NULL OR json_valid(mentions)),
    confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000),
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    words      TEXT,
    PRIMARY KEY (article, key),
    FOREIGN KEY (article, said_in) REFERENCES statements (article, key) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((trigger_start IS NULL) = (trigger_end IS NULL) AND ifnull(trigger_end > trigger_start, 1) AND
           (status_cue_start IS NULL) = (status_cue_end IS NULL) AND ifnull(status_cue_end > status_cue_start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_words BEFORE INSERT ON events
WHEN NEW.words IS NOT
       (iif(NEW.trigger_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.trigger_start + 1, NEW.trigger_end - NEW.trigger_start) || char(31))
        || iif(NEW.status_cue_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.status_cue_start + 1, NEW.status_cue_end - NEW.status_cue_start) || char(31))
        || ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.mentions) AS p, articles AS a WHERE a.article = NEW.article), ''))
BEGIN SELECT RAISE(ABORT, 'the words of an event are not the text at its place'); END;
CREATE TRIGGER events_actors BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM (SELECT value FROM json_each(NEW.sources)
                  UNION ALL SELECT value FROM json_each(NEW.targets)) AS k
             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))
BEGIN SELECT RAISE(ABORT, 'an event names an actor that the article does not have'); END;
CREATE TRIGGER events_words_checked AFTER INSERT ON events
BEGIN UPDATE events SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER events_stay BEFORE UPDATE OF article, trigger_start, trigger_end, status_cue_start, status_cue_end, mentions ON events
BEGIN SELECT RAISE(ABORT, 'an event is never moved: delete it and insert it with its words'); END;

-- Events of a copy that another article of the story told first. An event without a row here is its own telling.
CREATE TABLE tellings (
    article       INTEGER NOT NULL,
    event         TEXT NOT NULL,
    first_article INTEGER NOT NULL,
    first_event   TEXT NOT NULL,
    PRIMARY KEY (article, event),
    FOREIGN KEY (article, event) REFERENCES events (article, key) ON DELETE CASCADE,
    FOREIGN KEY (first_article, first_event) REFERENCES events (article, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX tellings_first ON tellings (first_article, first_event);

CREATE TABLE conditions (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 'c[0-9]*'),
    condition_start     INTEGER NOT NULL CHECK (condition_start >= 0),
    condition_end       INTEGER NOT NULL,
    marker_start        INTEGER NOT NULL CHECK (marker_start >= 0),
    marker_end          INTEGER NOT NULL,
    on_start            INTEGER CHECK (on_start >= 0),
    on_end              INTEGER,
    direction  TEXT CHECK (direction IN ('offer', 'threat', 'demand', 'requirement')),
    holder     TEXT,
    addressee  TEXT,
    said_in    TEXT,
    binds      TEXT CHECK (binds IS NULL OR json_valid(binds)),
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    words      TEXT,
    PRIMARY KEY (article, key),
    FOREIGN KEY (article, holder) REFERENCES actors (article, key) ON DELETE CASCADE,
    FOREIGN KEY (article, addressee) REFERENCES actors (article, key) ON DELETE CASCADE,
    FOREIGN KEY (article, said_in) REFERENCES statements (article, key) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((condition_start IS NULL) = (condition_end IS NULL) AND ifnull(condition_end > condition_start, 1) AND
           (marker_start IS NULL) = (marker_end IS NULL) AND ifnull(marker_end > marker_start, 1) AND
           (on_start IS NULL) = (on_end IS NULL) AND ifnull(on_end > on_start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER conditions_words BEFORE INSERT ON conditions
WHEN NEW.words IS NOT
       (iif(NEW.condition_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.condition_start + 1, NEW.condition_end - NEW.condition_start) || char(31))
        || iif(NEW.marker_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.marker_start + 1, NEW.marker_end - NEW.marker_start) || char(31))
        || iif(NEW.on_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.on_start + 1, NEW.on_end - NEW.on_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a condition are not the text at its place'); END;
CREATE TRIGGER conditions_words_checked AFTER INSERT ON conditions
BEGIN UPDATE conditions SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER conditions_stay BEFORE UPDATE OF article, condition_start, condition_end, marker_start, marker_end, on_start, on_end ON conditions
BEGIN SELECT RAISE(ABORT, 'a condition is never moved: delete it and insert it with its words'); END;

CREATE TABLE interpretations (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 'i[0-9]*'),
    holder     TEXT,
    of_start            INTEGER CHECK (of_start >= 0),
    of_end              INTEGER,
    affirmed   TEXT CHECK (affirmed IS NULL OR json_valid(affirmed)),
    denied     TEXT CHECK (denied IS NULL OR json_valid(denied)),
    said_in    TEXT,
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    words      TEXT,
    PRIMARY KEY (article, key),
    FOREIGN KEY (article, holder) REFERENCES actors (article, key) ON DELETE CASCADE,
    FOREIGN KEY (article, said_in) REFERENCES statements (article, key) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((of_start IS NULL) = (of_end IS NULL) AND ifnull(of_end > of_start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER interpretations_words BEFORE INSERT ON interpretations
WHEN NEW.words IS NOT
       (iif(NEW.of_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.of_start + 1, NEW.of_end - NEW.of_start) || char(31))
        || ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.affirmed) AS p, articles AS a WHERE a.article = NEW.article), '')
        || ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.denied) AS p, articles AS a WHERE a.article = NEW.article), ''))
BEGIN SELECT RAISE(ABORT, 'the words of an interpretation are not the text at its place'); END;
CREATE TRIGGER interpretations_words_checked AFTER INSERT ON interpretations
BEGIN UPDATE interpretations SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER interpretations_stay BEFORE UPDATE OF article, of_start, of_end, affirmed, denied ON interpretations
BEGIN SELECT RAISE(ABORT, 'an interpretation is never moved: delete it and insert it with its words'); END;

CREATE TABLE questions (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 'q[0-9]*'),
    span_start          INTEGER NOT NULL CHECK (span_start >= 0),
    span_end            INTEGER NOT NULL,
    alternatives TEXT CHECK (alternatives IS NULL OR json_valid(alternatives)),
    events     TEXT CHECK (events IS NULL OR json_valid(events)),
    actors     TEXT CHECK (actors IS NULL OR json_valid(actors)),
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    words      TEXT,
    PRIMARY KEY (article, key),
    CHECK ((span_start IS NULL) = (span_end IS NULL) AND ifnull(span_end > span_start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER questions_words BEFORE INSERT ON questions
WHEN NEW.words IS NOT
       (iif(NEW.span_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.span_start + 1, NEW.span_end - NEW.span_start) || char(31))
        || ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), char(31)) || char(31)
            FROM json_each(NEW.alternatives) AS p, articles AS a WHERE a.article = NEW.article), ''))
BEGIN SELECT RAISE(ABORT, 'the words of a question are not the text at its place'); END;
CREATE TRIGGER questions_words_checked AFTER INSERT ON questions
BEGIN UPDATE questions SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER questions_stay BEFORE UPDATE OF article, span_start, span_end, alternatives ON questions
BEGIN SELECT RAISE(ABORT, 'a question is never moved: delete it and insert it with its words'); END;

CREATE TABLE positions (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 'p[0-9]*'),
    actor      TEXT NOT NULL,
    toward     TEXT,
    issue      TEXT NOT NULL,
    stance     TEXT NOT NULL CHECK (stance IN ('for', 'against', 'mixed')),
    dissent    INTEGER NOT NULL CHECK (dissent IN (0, 1)),
    evidence   TEXT CHECK (evidence IS NULL OR json_valid(evidence)),
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    PRIMARY KEY (article, key),
    FOREIGN KEY (article, actor) REFERENCES actors (article, key) ON DELETE CASCADE,
    FOREIGN KEY (article, toward) REFERENCES actors (article, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE commitments (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key        TEXT NOT NULL CHECK (key GLOB 'm[0-9]*'),
    event      TEXT NOT NULL,
    actor      TEXT NOT NULL,
    addressee  TEXT,
    conditions TEXT CHECK (conditions IS NULL OR json_valid(conditions)),
    review     TEXT CHECK (review IN ('accepted', 'corrected', 'added')),
    PRIMARY KEY (article, key),
    FOREIGN KEY (article, event) REFERENCES events (article, key) ON DELETE CASCADE,
    FOREIGN KEY (article, actor) REFERENCES actors (article, key) ON DELETE CASCADE,
    FOREIGN KEY (article, addressee) REFERENCES actors (article, key) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What was seen and not coded, and why.
CREATE TABLE gap_kinds (
    gap_kind INTEGER PRIMARY KEY,
    digest   INTEGER NOT NULL UNIQUE,
    stage    TEXT NOT NULL,
    reason   TEXT NOT NULL,
    note     TEXT
) STRICT;

CREATE TABLE gaps (
    article    INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    n          INTEGER NOT NULL CHECK (n >= 0),
    gap_kind   INTEGER NOT NULL REFERENCES gap_kinds (gap_kind),
    span_start INTEGER NOT NULL CHECK (span_start >= 0),
    span_end   INTEGER NOT NULL,
    words      TEXT,
    PRIMARY KEY (article, n),
    CHECK (span_end > span_start)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER gaps_words BEFORE INSERT ON gaps
WHEN NEW.words IS NOT
       (iif(NEW.span_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.span_start + 1, NEW.span_end - NEW.span_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a gap are not the text at its place'); END;
CREATE TRIGGER gaps_words_checked AFTER INSERT ON gaps
BEGIN UPDATE gaps SET words = NULL WHERE article = NEW.article AND n = NEW.n; END;
CREATE TRIGGER gaps_stay BEFORE UPDATE OF article, span_start, span_end ON gaps
BEGIN SELECT RAISE(ABORT, 'a gap is never moved: delete it and insert it with its words'); END;

-- ── Search ────────────────────────────────────────────────────────────────────────────────────────────────────

-- Without the places of the words in the index, which would make it four times as large: a phrase is looked up in the
-- texts found, and so is whether a word stands in the title.
CREATE VIRTUAL TABLE article_words USING fts5 (
    title, text, content = 'articles', content_rowid = 'article', detail = none,
    tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER article_words_in AFTER INSERT ON articles
BEGIN INSERT INTO article_words (rowid, title, text) VALUES (NEW.article, NEW.title, NEW.text); END;
CREATE TRIGGER article_words_out AFTER DELETE ON articles
BEGIN INSERT INTO article_words (article_words, rowid, title, text)
      VALUES ('delete', OLD.article, OLD.title, OLD.text); END;

CREATE VIRTUAL TABLE identity_words USING fts5 (
    name, content = 'identities', content_rowid = 'identity', detail = none, columnsize = 0,
    tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER identity_words_in AFTER INSERT ON identities
BEGIN INSERT INTO identity_words (rowid, name) VALUES (NEW.identity, NEW.name); END;
CREATE TRIGGER identity_words_out AFTER DELETE ON identities
BEGIN INSERT INTO identity_words (identity_words, rowid, name) VALUES ('delete', OLD.identity, OLD.name); END;
CREATE TRIGGER identities_name_stays BEFORE UPDATE OF name ON identities
BEGIN SELECT RAISE(ABORT, 'the name of an identity never changes: another name is another identity'); END;
