-- What people decided about records. The list of edits is only ever appended to; what is shown is the machine's record
-- (in the tables, or in kept_records where somebody has edited) with the edits of this list that nobody undid.

-- subject_*: the claim that an edit is about, as it was found: its key, its words and their place, and what tells it
-- from others at the same place. old and new: the values of the changed fields, as in the JSON of a record.
CREATE TABLE edits (
    edit          INTEGER PRIMARY KEY,
    article       INTEGER REFERENCES articles (article),
    action        TEXT NOT NULL CHECK (action IN
                  ('accept', 'correct', 'reject', 'add', 'split_actor', 'merge_actors', 'join_story', 'leave_story',
                   'same_actor', 'undo')),
    subject_key   TEXT CHECK (subject_key GLOB '[aseciqpm][0-9]*'),
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
    undoes        INTEGER REFERENCES edits (edit),
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK ((action IN ('accept', 'correct', 'reject', 'merge_actors')) <= (subject_key IS NOT NULL)),
    CHECK (action IN ('same_actor', 'undo') OR article IS NOT NULL),
    CHECK ((subject_start IS NULL) = (subject_end IS NULL) AND ifnull(subject_end > subject_start, 1)),
    CHECK ((subject_key IS NULL) = (subject_words IS NULL)),
    CHECK (ifnull(undoes < edit, 1))
) STRICT;
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

-- The other claims that the values of an edit name.
CREATE TABLE edit_refs (
    edit    INTEGER NOT NULL REFERENCES edits (edit),
    key     TEXT NOT NULL CHECK (key GLOB '[aseciqpm][0-9]*'),
    start   INTEGER CHECK (start >= 0),
    "end"   INTEGER,
    words   TEXT NOT NULL,
    label   TEXT,
    PRIMARY KEY (edit, key),
    CHECK ((start IS NULL) = ("end" IS NULL) AND ifnull("end" > start, 1))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER edit_refs_words BEFORE INSERT ON edit_refs
WHEN NEW.words IS NOT
       iif(NEW.start IS NULL, '', substr((SELECT text FROM articles JOIN edits USING (article) WHERE edit = NEW.edit),
           NEW.start + 1, NEW."end" - NEW.start))
BEGIN SELECT RAISE(ABORT, 'the words of an edit are not the text at their place'); END;
CREATE TRIGGER edit_refs_stay BEFORE UPDATE ON edit_refs
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;
CREATE TRIGGER edit_refs_last BEFORE DELETE ON edit_refs
BEGIN SELECT RAISE(ABORT, 'an edit is never deleted: undo it'); END;

-- Edits that found no place in the present reading of their article. Made anew at every edit and every re-reading.
CREATE TABLE unfit_edits (
    edit   INTEGER PRIMARY KEY REFERENCES edits (edit),
    reason TEXT NOT NULL
) STRICT;

-- Articles that people's edits hold in another story, with the story in which they stood before.
CREATE TABLE moved_articles (
    article INTEGER PRIMARY KEY REFERENCES articles (article) ON DELETE CASCADE,
    story   INTEGER NOT NULL REFERENCES articles (article)
) STRICT;

-- Who is whom throughout the archive, by people's edits: the identity that is found by the entity (or, without one, by
-- name and kind) of the left side counts as the right side. Chains are resolved. Made anew at every such edit.
CREATE TABLE same_actors (
    entity       TEXT,
    name         TEXT,
    kind         TEXT,
    same_entity  TEXT,
    same_name    TEXT NOT NULL,
    same_kind    TEXT NOT NULL,
    same_country TEXT,
    same_sector  TEXT,
    CHECK ((entity IS NULL) = (name IS NOT NULL AND kind IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX same_actors_entity ON same_actors (entity) WHERE entity IS NOT NULL;
CREATE UNIQUE INDEX same_actors_name ON same_actors (name, kind) WHERE entity IS NULL;

-- The identities as people have joined them. The role stays: it is that of the article's day.
CREATE VIEW identities_joined AS
SELECT i.identity,
       ifnull(s.same_name, i.name) AS name,
       ifnull(s.same_kind, i.kind) AS kind,
       iif(s.same_name IS NULL, i.entity, s.same_entity) AS entity,
       iif(s.same_name IS NULL, i.country, s.same_country) AS country,
       iif(s.same_name IS NULL, i.sector, s.same_sector) AS sector,
       i.role
  FROM identities AS i
  LEFT JOIN same_actors AS s
    ON (i.entity IS NOT NULL AND s.entity = i.entity) OR (i.entity IS NULL AND s.entity IS NULL AND s.name = i.name AND s.kind = i.kind);
