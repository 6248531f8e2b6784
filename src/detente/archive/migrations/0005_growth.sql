-- Records may grow. Every kind of claim has a confidence; an event also one for each of its sources and targets. Keys may
-- begin with any letter, so that a new kind of claim needs no change of these tables.

-- In ten-thousandths; the lists are JSON in the order of `sources` and `targets`.
ALTER TABLE conditions ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000);
ALTER TABLE interpretations ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000);
ALTER TABLE questions ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000);
ALTER TABLE positions ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000);
ALTER TABLE commitments ADD COLUMN confidence INTEGER CHECK (confidence BETWEEN 0 AND 10000);
ALTER TABLE events ADD COLUMN source_confidences TEXT CHECK (source_confidences IS NULL OR json_valid(source_confidences));
ALTER TABLE events ADD COLUMN target_confidences TEXT CHECK (target_confidences IS NULL OR json_valid(target_confidences));

-- Made anew below: they read tables that are made anew, and show the confidence.
DROP VIEW statements_wide;
DROP VIEW events_wide;
DROP VIEW conditions_wide;
DROP VIEW interpretations_wide;
DROP VIEW questions_wide;
DROP VIEW positions_wide;
DROP VIEW commitments_wide;

-- ── Keys of any letter ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE new_claim_days (
    article     INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key         TEXT NOT NULL CHECK (key GLOB '[a-z][0-9]*'),
    start       TEXT NOT NULL CHECK (start IS date(start)),
    "end"       TEXT NOT NULL CHECK ("end" IS date("end") AND "end" >= start),
    precision   TEXT NOT NULL CHECK (precision IN ('day', 'week', 'month', 'season', 'year', 'range')),
    words_start INTEGER,
    words_end   INTEGER,
    words       TEXT,
    PRIMARY KEY (article, key),
    CHECK ((words_start IS NULL) = (words_end IS NULL) AND ifnull(words_end > words_start, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO new_claim_days SELECT * FROM claim_days;
DROP TABLE claim_days;
ALTER TABLE new_claim_days RENAME TO claim_days;
CREATE TRIGGER claim_days_words BEFORE INSERT ON claim_days
WHEN NEW.words IS NOT
       (iif(NEW.words_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.words_start + 1, NEW.words_end - NEW.words_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a date are not the text at its place'); END;
CREATE TRIGGER claim_days_words_checked AFTER INSERT ON claim_days
BEGIN UPDATE claim_days SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER claim_days_stay BEFORE UPDATE OF article, words_start, words_end ON claim_days
BEGIN SELECT RAISE(ABORT, 'a date is never moved: delete it and insert it with its words'); END;

CREATE TABLE new_claim_places (
    article     INTEGER NOT NULL REFERENCES articles (article) ON DELETE CASCADE,
    key         TEXT NOT NULL CHECK (key GLOB '[a-z][0-9]*'),
    place       INTEGER NOT NULL REFERENCES places (place),
    words_start INTEGER NOT NULL CHECK (words_start >= 0),
    words_end   INTEGER NOT NULL,
    words       TEXT,
    PRIMARY KEY (article, key),
    CHECK (words_end > words_start)
) STRICT, WITHOUT ROWID;
INSERT INTO new_claim_places SELECT * FROM claim_places;
DROP TABLE claim_places;
ALTER TABLE new_claim_places RENAME TO claim_places;
CREATE TRIGGER claim_places_words BEFORE INSERT ON claim_places
WHEN NEW.words IS NOT
       (iif(NEW.words_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article), NEW.words_start + 1, NEW.words_end - NEW.words_start) || char(31)))
BEGIN SELECT RAISE(ABORT, 'the words of a place are not the text at its place'); END;
CREATE TRIGGER claim_places_words_checked AFTER INSERT ON claim_places
BEGIN UPDATE claim_places SET words = NULL WHERE article = NEW.article AND key = NEW.key; END;
CREATE TRIGGER claim_places_stay BEFORE UPDATE OF article, words_start, words_end ON claim_places
BEGIN SELECT RAISE(ABORT, 'a place is never moved: delete it and insert it with its words'); END;

CREATE TABLE new_edits (
    edit          INTEGER PRIMARY KEY,
    article       INTEGER REFERENCES articles (article),
    action        TEXT NOT NULL CHECK (action IN
                  ('accept', 'correct', 'reject', 'add', 'split_actor', 'merge_actors', 'join_story', 'leave_story',
                   'same_actor', 'undo')),
    subject_key   TEXT CHECK (subject_key GLOB '[a-z][0-9]*'),
    subject_start INTEGER CHECK (subject_start >= 0),
    subject_end   INTEGER,
    subject_words TEXT,
    subject_label TEXT,
    old           TEXT NOT NULL CHECK (json_type(old) = 'object'),
    new           TEXT NOT NULL CHECK (json_type(new) = 'object'),
    coder         TEXT NOT NULL CHECK (trim(coder) <> ''),
    at            TEXT NOT NULL CHECK (at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*+00:00' AND
                                       datetime(at) IS NOT NULL),
    why           TEXT CHECK (trim(why) <> ''),
    undoes        INTEGER REFERENCES new_edits (edit),
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK ((action IN ('accept', 'correct', 'reject', 'merge_actors')) <= (subject_key IS NOT NULL)),
    CHECK (action IN ('same_actor', 'undo') OR article IS NOT NULL),
    CHECK ((subject_start IS NULL) = (subject_end IS NULL) AND ifnull(subject_end > subject_start, 1)),
    CHECK ((subject_key IS NULL) = (subject_words IS NULL)),
    CHECK (ifnull(undoes < edit, 1))
) STRICT;
INSERT INTO new_edits SELECT * FROM edits;
CREATE TABLE new_edit_refs (
    edit    INTEGER NOT NULL REFERENCES new_edits (edit),
    key     TEXT NOT NULL CHECK (key GLOB '[a-z][0-9]*'),
    start   INTEGER CHECK (start >= 0),
    "end"   INTEGER,
    words   TEXT NOT NULL,
    label   TEXT,
    PRIMARY KEY (edit, key),
    CHECK ((start IS NULL) = ("end" IS NULL) AND ifnull("end" > start, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO new_edit_refs SELECT * FROM edit_refs;
CREATE TABLE new_unfit_edits (
    edit   INTEGER PRIMARY KEY REFERENCES new_edits (edit),
    reason TEXT NOT NULL
) STRICT;
INSERT INTO new_unfit_edits SELECT * FROM unfit_edits;
DROP TABLE unfit_edits;
DROP TABLE edit_refs;
DROP TABLE edits;
ALTER TABLE new_edits RENAME TO edits;
ALTER TABLE new_edit_refs RENAME TO edit_refs;
ALTER TABLE new_unfit_edits RENAME TO unfit_edits;
CREATE INDEX edits_article ON edits (article) WHERE article IS NOT NULL;
CREATE INDEX edits_undoes ON edits (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX edits_everywhere ON edits (action) WHERE action IN ('join_story', 'leave_story', 'same_actor', 'undo');

CREATE TRIGGER edits_words BEFORE INSERT ON edits
WHEN NEW.subject_key IS NOT NULL AND NEW.subject_words IS NOT
       iif(NEW.subject_start IS NULL, '', substr((SELECT text FROM articles WHERE article = NEW.article),
           NEW.subject_start + 1, NEW.subject_end - NEW.subject_start))
BEGIN SELECT RAISE(ABORT, 'the words of an edit are not the text at their place'); END;
CREATE TRIGGER edits_undo_here BEFORE INSERT ON edits
WHEN NEW.undoes IS NOT NULL AND NEW.article IS NOT (SELECT article FROM edits WHERE edit = NEW.undoes)
BEGIN SELECT RAISE(ABORT, 'an edit is undone in the article that it was made in'); END;
CREATE TRIGGER edits_stay BEFORE UPDATE ON edits
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;
CREATE TRIGGER edits_last BEFORE DELETE ON edits
BEGIN SELECT RAISE(ABORT, 'an edit is never deleted: undo it'); END;
CREATE TRIGGER edit_refs_words BEFORE INSERT ON edit_refs
WHEN NEW.words IS NOT
       iif(NEW.start IS NULL, '', substr((SELECT text FROM articles JOIN edits USING (article) WHERE edit = NEW.edit),
           NEW.start + 1, NEW."end" - NEW.start))
BEGIN SELECT RAISE(ABORT, 'the words of an edit are not the text at their place'); END;
CREATE TRIGGER edit_refs_stay BEFORE UPDATE ON edit_refs
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;
CREATE TRIGGER edit_refs_last BEFORE DELETE ON edit_refs
BEGIN SELECT RAISE(ABORT, 'an edit is never deleted: undo it'); END;

-- ── Views ─────────────────────────────────────────────────────────────────────────────────────────────────────

CREATE VIEW statements_wide AS
SELECT a.id || ':' || s.key AS statement_id, s.article, s.key, a.published, a.source AS publisher, a.title,
       (SELECT group_concat(name, '; ') FROM (SELECT i.name FROM json_each(s.speakers) AS k
        JOIN actors AS x ON x.article = s.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) ORDER BY k.key)) AS speakers,
       (SELECT group_concat(country, '; ') FROM (SELECT i.country FROM json_each(s.speakers) AS k
        JOIN actors AS x ON x.article = s.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) WHERE i.country IS NOT NULL ORDER BY k.key)) AS speaker_countries,
       (SELECT group_concat(name, '; ') FROM (SELECT i.name FROM json_each(s.on_behalf_of) AS k
        JOIN actors AS x ON x.article = s.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) ORDER BY k.key)) AS on_behalf_of,
       s.kind,
       ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                   json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), ' … ')
               FROM json_each(s.pieces, '$.source') AS p),
              substr(a.text, s.source_start + 1, s.source_end - s.source_start)) AS source_words,
       ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                   json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), ' … ')
               FROM json_each(s.pieces, '$.cue') AS p),
              substr(a.text, s.cue_start + 1, s.cue_end - s.cue_start)) AS cue,
       ifnull((SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
                   json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), ' … ')
               FROM json_each(s.pieces, '$.content') AS p),
              substr(a.text, s.content_start + 1, s.content_end - s.content_start)) AS content,
       s.content_start, s.content_end, s.inside,
       d.start AS date_start, d."end" AS date_end, d.precision AS date_precision,
       g.name AS place, g.country AS place_country, g.geonames, g.lat, g.lon,
       substr(a.text, s.medium_start + 1, s.medium_end - s.medium_start) AS medium,
       s.confidence / 10000.0 AS confidence, s.review, a.story, a.story = a.article AS leads
FROM statements AS s JOIN articles AS a USING (article)
LEFT JOIN claim_days AS d ON d.article = s.article AND d.key = s.key
LEFT JOIN claim_places AS cp ON cp.article = s.article AND cp.key = s.key
LEFT JOIN places AS g USING (place);

-- `told` is the same for all tellings of one event within a story: count distinct `told` for events, rows for mentions.
CREATE VIEW events_wide AS
SELECT a.id || ':' || e.key AS event_id,
       ifnull((SELECT f.id || ':' || t.first_event FROM tellings AS t JOIN articles AS f ON f.article = t.first_article
               WHERE t.article = e.article AND t.event = e.key), a.id || ':' || e.key) AS told,
       e.article, e.key, a.published, a.source AS publisher, a.title,
       d.start AS date_start, d."end" AS date_end, d.precision AS date_precision,
       (SELECT group_concat(name, '; ') FROM (SELECT i.name FROM json_each(e.sources) AS k
        JOIN actors AS x ON x.article = e.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) ORDER BY k.key)) AS sources,
       (SELECT group_concat(country, '; ') FROM (SELECT i.country FROM json_each(e.sources) AS k
        JOIN actors AS x ON x.article = e.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) WHERE i.country IS NOT NULL ORDER BY k.key)) AS source_countries,
       (SELECT group_concat(sector, '; ') FROM (SELECT i.sector FROM json_each(e.sources) AS k
        JOIN actors AS x ON x.article = e.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) WHERE i.sector IS NOT NULL ORDER BY k.key)) AS source_sectors,
       (SELECT group_concat(name, '; ') FROM (SELECT i.name FROM json_each(e.targets) AS k
        JOIN actors AS x ON x.article = e.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) ORDER BY k.key)) AS targets,
       (SELECT group_concat(country, '; ') FROM (SELECT i.country FROM json_each(e.targets) AS k
        JOIN actors AS x ON x.article = e.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) WHERE i.country IS NOT NULL ORDER BY k.key)) AS target_countries,
       (SELECT group_concat(sector, '; ') FROM (SELECT i.sector FROM json_each(e.targets) AS k
        JOIN actors AS x ON x.article = e.article AND x.key = k.value
        JOIN identities_joined AS i USING (identity) WHERE i.sector IS NOT NULL ORDER BY k.key)) AS target_sectors,
       e.type, e.mode, e.cameo, e.intensity, e.status, e.background,
       substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS "trigger",
       e.trigger_start, e.trigger_end,
       substr(a.text, e.status_cue_start + 1, e.status_cue_end - e.status_cue_start) AS status_cue,
       e.said_in, ifnull(json_array_length(e.mentions), 0) + 1 AS mentions,
       (SELECT group_concat(value, '; ') FROM json_each(e.contexts)) AS contexts,
       g.name AS place, g.country AS place_country, g.geonames, g.lat, g.lon,
       e.confidence / 10000.0 AS confidence,
       (SELECT group_concat(probability, '; ') FROM (SELECT value / 10000.0 AS probability
        FROM json_each(e.source_confidences) ORDER BY key)) AS source_confidences,
       (SELECT group_concat(probability, '; ') FROM (SELECT value / 10000.0 AS probability
        FROM json_each(e.target_confidences) ORDER BY key)) AS target_confidences,
       e.review, a.story, a.story = a.article AS leads
FROM events AS e JOIN articles AS a USING (article)
LEFT JOIN claim_days AS d ON d.article = e.article AND d.key = e.key
LEFT JOIN claim_places AS cp ON cp.article = e.article AND cp.key = e.key
LEFT JOIN places AS g USING (place);

CREATE VIEW conditions_wide AS
SELECT a.id || ':' || c.key AS condition_id, c.article, c.key, a.published, a.title, h.name AS holder,
       b.name AS addressee, c.direction,
       substr(a.text, c.condition_start + 1, c.condition_end - c.condition_start) AS condition,
       substr(a.text, c.marker_start + 1, c.marker_end - c.marker_start) AS marker,
       substr(a.text, c.on_start + 1, c.on_end - c.on_start) AS "on",
       d.start AS deadline_start, d."end" AS deadline_end, d.precision AS deadline_precision,
       c.said_in, (SELECT group_concat(value, '; ') FROM json_each(c.binds)) AS binds, c.confidence / 10000.0 AS confidence, c.review
FROM conditions AS c JOIN articles AS a USING (article)
LEFT JOIN actors_wide AS h ON h.article = c.article AND h.key = c.holder
LEFT JOIN actors_wide AS b ON b.article = c.article AND b.key = c.addressee
LEFT JOIN claim_days AS d ON d.article = c.article AND d.key = c.key;

CREATE VIEW interpretations_wide AS
SELECT a.id || ':' || r.key AS interpretation_id, r.article, r.key, a.published, a.title, h.name AS holder,
       substr(a.text, r.of_start + 1, r.of_end - r.of_start) AS "of",
       (SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
            json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), '; ')
        FROM json_each(r.affirmed) AS p) AS affirmed,
       (SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
            json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), '; ')
        FROM json_each(r.denied) AS p) AS denied,
       r.said_in, r.confidence / 10000.0 AS confidence, r.review
FROM interpretations AS r JOIN articles AS a USING (article)
LEFT JOIN actors_wide AS h ON h.article = r.article AND h.key = r.holder;

CREATE VIEW questions_wide AS
SELECT a.id || ':' || q.key AS question_id, q.article, q.key, a.published, a.title,
       substr(a.text, q.span_start + 1, q.span_end - q.span_start) AS question,
       (SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
            json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), '; ')
        FROM json_each(q.alternatives) AS p) AS alternatives,
       q.confidence / 10000.0 AS confidence, q.review
FROM questions AS q JOIN articles AS a USING (article);

CREATE VIEW positions_wide AS
SELECT a.id || ':' || p.key AS position_id, p.article, p.key, a.published, a.title, x.name AS actor,
       x.country AS actor_country, t.name AS toward, t.country AS toward_country, p.issue, p.stance, p.dissent,
       (SELECT group_concat(value, '; ') FROM json_each(p.evidence)) AS evidence, p.confidence / 10000.0 AS confidence, p.review
FROM positions AS p JOIN articles AS a USING (article)
LEFT JOIN actors_wide AS x ON x.article = p.article AND x.key = p.actor
LEFT JOIN actors_wide AS t ON t.article = p.article AND t.key = p.toward;

CREATE VIEW commitments_wide AS
SELECT a.id || ':' || m.key AS commitment_id, m.article, m.key, a.published, a.title, x.name AS actor,
       t.name AS addressee, e.type, e.status,
       substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS "trigger", m.event,
       d.start AS deadline_start, d."end" AS deadline_end, d.precision AS deadline_precision,
       (SELECT group_concat(value, '; ') FROM json_each(m.conditions)) AS conditions, m.confidence / 10000.0 AS confidence, m.review
FROM commitments AS m JOIN articles AS a USING (article)
JOIN events AS e ON e.article = m.article AND e.key = m.event
LEFT JOIN actors_wide AS x ON x.article = m.article AND x.key = m.actor
LEFT JOIN actors_wide AS t ON t.article = m.article AND t.key = m.addressee
LEFT JOIN claim_days AS d ON d.article = m.article AND d.key = m.key;
