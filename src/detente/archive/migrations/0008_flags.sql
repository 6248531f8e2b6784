-- A flag is an edit that changes nothing: somebody wants another to look at a claim, and says why. The list of edits takes
-- one action more, so its table is made anew.

CREATE TABLE new_edits (
    edit          INTEGER PRIMARY KEY,
    article       INTEGER REFERENCES articles (article),
    action        TEXT NOT NULL CHECK (action IN
                  ('accept', 'correct', 'reject', 'add', 'split_actor', 'merge_actors', 'join_story', 'leave_story',
                   'same_actor', 'flag', 'undo')),
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
    CHECK ((action IN ('accept', 'correct', 'reject', 'merge_actors', 'flag')) <= (subject_key IS NOT NULL)),
    CHECK ((action = 'flag') <= (why IS NOT NULL)),
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
CREATE TRIGGER edits_not_replaced BEFORE INSERT ON edits
WHEN EXISTS (SELECT 1 FROM edits WHERE edit = NEW.edit)
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;
CREATE TRIGGER edit_refs_not_replaced BEFORE INSERT ON edit_refs
WHEN EXISTS (SELECT 1 FROM edit_refs WHERE edit = NEW.edit AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;
CREATE INDEX edits_flags ON edits (article) WHERE action = 'flag';
