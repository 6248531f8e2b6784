-- What SQL by other hands could still do: `INSERT OR REPLACE` deletes a row without asking the triggers for deletion, a
-- quotation beyond the end of the text reads as '', and keys of actors were looked at when a row was inserted only.

-- ── Nothing takes the place of what is kept ───────────────────────────────────────────────────────────────────

CREATE TRIGGER articles_not_replaced BEFORE INSERT ON articles
WHEN EXISTS (SELECT 1 FROM articles WHERE article = NEW.article OR id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the title and the text of an article never change'); END;
CREATE TRIGGER articles_number_stays BEFORE UPDATE OF article ON articles
BEGIN SELECT RAISE(ABORT, 'the number of an article never changes'); END;
CREATE TRIGGER articles_last BEFORE DELETE ON articles
WHEN EXISTS (SELECT 1 FROM actors WHERE article = OLD.article)
  OR EXISTS (SELECT 1 FROM statements WHERE article = OLD.article)
  OR EXISTS (SELECT 1 FROM events WHERE article = OLD.article)
  OR EXISTS (SELECT 1 FROM questions WHERE article = OLD.article)
  OR EXISTS (SELECT 1 FROM gaps WHERE article = OLD.article)
BEGIN SELECT RAISE(ABORT, 'an article stays as long as something is quoted from it'); END;

CREATE TRIGGER edits_not_replaced BEFORE INSERT ON edits
WHEN EXISTS (SELECT 1 FROM edits WHERE edit = NEW.edit)
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;
CREATE TRIGGER edit_refs_not_replaced BEFORE INSERT ON edit_refs
WHEN EXISTS (SELECT 1 FROM edit_refs WHERE edit = NEW.edit AND key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'an edit is never changed: undo it and make another'); END;

CREATE TRIGGER kept_records_stay BEFORE UPDATE ON kept_records
BEGIN SELECT RAISE(ABORT, 'a record that is kept never changes'); END;
CREATE TRIGGER kept_records_not_replaced BEFORE INSERT ON kept_records
WHEN EXISTS (SELECT 1 FROM kept_records WHERE kept = NEW.kept)
  OR EXISTS (SELECT 1 FROM kept_records WHERE article = NEW.article AND why = 'edited' AND NEW.why = 'edited')
BEGIN SELECT RAISE(ABORT, 'a record that is kept never changes'); END;
CREATE TRIGGER kept_records_last BEFORE DELETE ON kept_records
WHEN OLD.why = 'replaced' AND EXISTS (SELECT 1 FROM articles WHERE article = OLD.article)
BEGIN SELECT RAISE(ABORT, 'a record that is kept is never deleted'); END;

CREATE TRIGGER identities_stay BEFORE UPDATE ON identities
BEGIN SELECT RAISE(ABORT, 'an identity never changes: another one is another identity'); END;
CREATE TRIGGER identities_not_replaced BEFORE INSERT ON identities
WHEN EXISTS (SELECT 1 FROM identities WHERE identity = NEW.identity OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'an identity never changes: another one is another identity'); END;
CREATE TRIGGER places_stay BEFORE UPDATE ON places
BEGIN SELECT RAISE(ABORT, 'a place never changes: another one is another place'); END;
CREATE TRIGGER places_not_replaced BEFORE INSERT ON places
WHEN EXISTS (SELECT 1 FROM places WHERE place = NEW.place OR digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'a place never changes: another one is another place'); END;

-- ── Quotations end where the text ends ────────────────────────────────────────────────────────────────────────

CREATE TRIGGER claim_days_within BEFORE INSERT ON claim_days
WHEN ifnull(NEW.words_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.words_start < 0, 0)
BEGIN SELECT RAISE(ABORT, 'the place of a date is not within the text'); END;
CREATE TRIGGER claim_places_within BEFORE INSERT ON claim_places
WHEN ifnull(NEW.words_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.words_start < 0, 0)
BEGIN SELECT RAISE(ABORT, 'the place of a place is not within the text'); END;
CREATE TRIGGER statements_within BEFORE INSERT ON statements
WHEN ifnull(NEW.source_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.source_start < 0, 0)
  OR ifnull(NEW.cue_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.cue_start < 0, 0)
  OR ifnull(NEW.content_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.content_start < 0, 0)
  OR ifnull(NEW.medium_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.medium_start < 0, 0)
  OR EXISTS (SELECT 1 FROM json_each(NEW.pieces) AS f, json_each(f.value) AS p
              WHERE json_array_length(p.value) IS NOT 2 OR typeof(p.value ->> 0) <> 'integer' OR typeof(p.value ->> 1) <> 'integer'
                 OR p.value ->> 0 < 0 OR p.value ->> 1 <= p.value ->> 0 OR p.value ->> 1 > (SELECT length(text) FROM articles WHERE article = NEW.article))
BEGIN SELECT RAISE(ABORT, 'the place of a statement is not within the text'); END;
CREATE TRIGGER events_within BEFORE INSERT ON events
WHEN ifnull(NEW.trigger_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.trigger_start < 0, 0)
  OR ifnull(NEW.status_cue_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.status_cue_start < 0, 0)
  OR EXISTS (SELECT 1 FROM json_each(NEW.mentions) AS p
              WHERE json_array_length(p.value) IS NOT 2 OR typeof(p.value ->> 0) <> 'integer' OR typeof(p.value ->> 1) <> 'integer'
                 OR p.value ->> 0 < 0 OR p.value ->> 1 <= p.value ->> 0 OR p.value ->> 1 > (SELECT length(text) FROM articles WHERE article = NEW.article))
BEGIN SELECT RAISE(ABORT, 'the place of an event is not within the text'); END;
CREATE TRIGGER conditions_within BEFORE INSERT ON conditions
WHEN ifnull(NEW.condition_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.condition_start < 0, 0)
  OR ifnull(NEW.marker_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.marker_start < 0, 0)
  OR ifnull(NEW.on_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.on_start < 0, 0)
BEGIN SELECT RAISE(ABORT, 'the place of a condition is not within the text'); END;
CREATE TRIGGER interpretations_within BEFORE INSERT ON interpretations
WHEN ifnull(NEW.of_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.of_start < 0, 0)
  OR EXISTS (SELECT 1 FROM json_each(NEW.affirmed) AS p
              WHERE json_array_length(p.value) IS NOT 2 OR typeof(p.value ->> 0) <> 'integer' OR typeof(p.value ->> 1) <> 'integer'
                 OR p.value ->> 0 < 0 OR p.value ->> 1 <= p.value ->> 0 OR p.value ->> 1 > (SELECT length(text) FROM articles WHERE article = NEW.article))
  OR EXISTS (SELECT 1 FROM json_each(NEW.denied) AS p
              WHERE json_array_length(p.value) IS NOT 2 OR typeof(p.value ->> 0) <> 'integer' OR typeof(p.value ->> 1) <> 'integer'
                 OR p.value ->> 0 < 0 OR p.value ->> 1 <= p.value ->> 0 OR p.value ->> 1 > (SELECT length(text) FROM articles WHERE article = NEW.article))
BEGIN SELECT RAISE(ABORT, 'the place of an interpretation is not within the text'); END;
CREATE TRIGGER questions_within BEFORE INSERT ON questions
WHEN ifnull(NEW.span_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.span_start < 0, 0)
  OR EXISTS (SELECT 1 FROM json_each(NEW.alternatives) AS p
              WHERE json_array_length(p.value) IS NOT 2 OR typeof(p.value ->> 0) <> 'integer' OR typeof(p.value ->> 1) <> 'integer'
                 OR p.value ->> 0 < 0 OR p.value ->> 1 <= p.value ->> 0 OR p.value ->> 1 > (SELECT length(text) FROM articles WHERE article = NEW.article))
BEGIN SELECT RAISE(ABORT, 'the place of a question is not within the text'); END;
CREATE TRIGGER gaps_within BEFORE INSERT ON gaps
WHEN ifnull(NEW.span_end > (SELECT length(text) FROM articles WHERE article = NEW.article) OR NEW.span_start < 0, 0)
BEGIN SELECT RAISE(ABORT, 'the place of a gap is not within the text'); END;
CREATE TRIGGER actors_within BEFORE INSERT ON actors
WHEN EXISTS (SELECT 1 FROM json_each(NEW.mentions) AS f, json_each(f.value) AS s, json_each(f.value) AS l
              WHERE s.key % 2 = 0 AND l.key = s.key + 1
                AND (typeof(s.value) <> 'integer' OR typeof(l.value) <> 'integer' OR s.value < 0 OR l.value <= 0
                     OR s.value + l.value > (SELECT length(text) FROM articles WHERE article = NEW.article)))
BEGIN SELECT RAISE(ABORT, 'the place of a mention is not within the text'); END;

-- ── Who is named is there ─────────────────────────────────────────────────────────────────────────────────────

CREATE TRIGGER statements_actors_kept BEFORE UPDATE OF speakers, on_behalf_of ON statements
WHEN EXISTS (SELECT 1 FROM (SELECT value FROM json_each(NEW.speakers)
                  UNION ALL SELECT value FROM json_each(NEW.on_behalf_of)) AS k
             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))
BEGIN SELECT RAISE(ABORT, 'a statement names an actor that the article does not have'); END;
CREATE TRIGGER events_actors_kept BEFORE UPDATE OF sources, targets ON events
WHEN EXISTS (SELECT 1 FROM (SELECT value FROM json_each(NEW.sources)
                  UNION ALL SELECT value FROM json_each(NEW.targets)) AS k
             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))
BEGIN SELECT RAISE(ABORT, 'an event names an actor that the article does not have'); END;
CREATE TRIGGER questions_actors BEFORE INSERT ON questions
WHEN EXISTS (SELECT 1 FROM (SELECT value FROM json_each(NEW.actors)) AS k
             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))
BEGIN SELECT RAISE(ABORT, 'a question names an actor that the article does not have'); END;
CREATE TRIGGER questions_actors_kept BEFORE UPDATE OF actors ON questions
WHEN EXISTS (SELECT 1 FROM (SELECT value FROM json_each(NEW.actors)) AS k
             WHERE NOT EXISTS (SELECT 1 FROM actors WHERE article = NEW.article AND key = k.value))
BEGIN SELECT RAISE(ABORT, 'a question names an actor that the article does not have'); END;
CREATE TRIGGER actors_last BEFORE DELETE ON actors
WHEN EXISTS (SELECT 1 FROM articles WHERE article = OLD.article)
 AND EXISTS (SELECT 1 FROM statements AS t, json_each(t.speakers) AS k WHERE t.article = OLD.article AND k.value = OLD.key
         UNION ALL SELECT 1 FROM statements AS t, json_each(t.on_behalf_of) AS k WHERE t.article = OLD.article AND k.value = OLD.key
         UNION ALL SELECT 1 FROM events AS t, json_each(t.sources) AS k WHERE t.article = OLD.article AND k.value = OLD.key
         UNION ALL SELECT 1 FROM events AS t, json_each(t.targets) AS k WHERE t.article = OLD.article AND k.value = OLD.key
         UNION ALL SELECT 1 FROM questions AS t, json_each(t.actors) AS k WHERE t.article = OLD.article AND k.value = OLD.key
         UNION ALL SELECT 1 FROM conditions WHERE article = OLD.article AND holder = OLD.key
         UNION ALL SELECT 1 FROM conditions WHERE article = OLD.article AND addressee = OLD.key
         UNION ALL SELECT 1 FROM interpretations WHERE article = OLD.article AND holder = OLD.key
         UNION ALL SELECT 1 FROM positions WHERE article = OLD.article AND actor = OLD.key
         UNION ALL SELECT 1 FROM positions WHERE article = OLD.article AND toward = OLD.key
         UNION ALL SELECT 1 FROM commitments WHERE article = OLD.article AND actor = OLD.key
         UNION ALL SELECT 1 FROM commitments WHERE article = OLD.article AND addressee = OLD.key)
BEGIN SELECT RAISE(ABORT, 'an actor stays as long as a claim names it'); END;
CREATE TRIGGER actors_key_stays BEFORE UPDATE OF key ON actors
BEGIN SELECT RAISE(ABORT, 'the key of an actor never changes'); END;

-- ── What is filed is sealed ───────────────────────────────────────────────────────────────────────────────────

-- sha256 over the rows of an article's record as they were filed, so that doctor sees rows that were deleted or changed
-- past Détente. `format` is the format of the file whose tables it was made over. An article without a row here was filed
-- by an earlier version, and doctor seals it when it finds the archive whole.
CREATE TABLE seals (
    article INTEGER PRIMARY KEY REFERENCES articles (article) ON DELETE CASCADE,
    format  INTEGER NOT NULL,
    digest  TEXT NOT NULL CHECK (length(digest) = 64)
) STRICT;

-- The same of each edit: who made it, when, why, and what it names.
CREATE TABLE edit_seals (
    edit   INTEGER PRIMARY KEY,
    digest TEXT NOT NULL CHECK (length(digest) = 64)
) STRICT;
