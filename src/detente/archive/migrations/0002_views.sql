-- What people and programs read: one row an item, with the words beside the offsets. `article` joins them.
-- Actors are shown as people have joined them: identities_joined is made with the review tables.

CREATE VIEW articles_wide AS
SELECT a.article, a.id, a.title, a.published, a.url, a.source, a.language, length(a.text) AS characters,
       a.story, a.story = a.article AS leads,
       (SELECT count(*) FROM appearances AS p WHERE p.article = a.article) AS appearances,
       (SELECT count(*) FROM statements AS s WHERE s.article = a.article) AS statements,
       (SELECT count(*) FROM events AS e WHERE e.article = a.article) AS events,
       a.maker IS NOT NULL AS is_read, a.run, a.text
FROM articles AS a;

CREATE VIEW blocks AS
SELECT a.article, k.key AS kind, s.value AS start, s.value + l.value AS "end",
       substr(a.text, s.value + 1, l.value) AS words
FROM articles AS a, json_each(a.blocks) AS k, json_each(k.value) AS s, json_each(k.value) AS l
WHERE s.key % 2 = 0 AND l.key = s.key + 1;

CREATE VIEW actors_wide AS
SELECT x.article, x.key, i.identity, i.entity, i.name, i.kind, i.country, i.sector, i.role,
       (SELECT sum(json_array_length(f.value)) / 2 FROM json_each(x.mentions) AS f) AS mentions
FROM actors AS x JOIN identities_joined AS i USING (identity);

CREATE VIEW mentions AS
SELECT x.article, x.key AS actor,
       CASE f.key WHEN 'n' THEN 'name' WHEN 'd' THEN 'description' WHEN 'p' THEN 'pronoun' ELSE 'metonym' END AS form,
       s.value AS start, s.value + l.value AS "end", substr(a.text, s.value + 1, l.value) AS words
FROM actors AS x JOIN articles AS a USING (article), json_each(x.mentions) AS f,
     json_each(f.value) AS s, json_each(f.value) AS l
WHERE s.key % 2 = 0 AND l.key = s.key + 1;

-- All quotations of the claims: a statement's broken content has several rows.
CREATE VIEW quotes AS
WITH spans (article, claim, field, n, start, "end") AS (
    SELECT article, key, 'source', 0, source_start, source_end FROM statements
        WHERE source_start IS NOT NULL AND json_type(pieces, '$.source') IS NULL
    UNION ALL SELECT article, key, 'cue', 0, cue_start, cue_end FROM statements
        WHERE cue_start IS NOT NULL AND json_type(pieces, '$.cue') IS NULL
    UNION ALL SELECT article, key, 'content', 0, content_start, content_end FROM statements
        WHERE content_start IS NOT NULL AND json_type(pieces, '$.content') IS NULL
    UNION ALL SELECT article, s.key, f.key, p.key, json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]')
        FROM statements AS s, json_each(s.pieces) AS f, json_each(f.value) AS p
    UNION ALL SELECT article, key, 'medium', 0, medium_start, medium_end FROM statements
        WHERE medium_start IS NOT NULL
    UNION ALL SELECT article, key, 'trigger', 0, trigger_start, trigger_end FROM events
    UNION ALL SELECT article, key, 'status_cue', 0, status_cue_start, status_cue_end FROM events
        WHERE status_cue_start IS NOT NULL
    UNION ALL SELECT article, e.key, 'mentions', p.key, json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]')
        FROM events AS e, json_each(e.mentions) AS p
    UNION ALL SELECT article, key, 'condition', 0, condition_start, condition_end FROM conditions
    UNION ALL SELECT article, key, 'marker', 0, marker_start, marker_end FROM conditions
    UNION ALL SELECT article, key, 'on', 0, on_start, on_end FROM conditions WHERE on_start IS NOT NULL
    UNION ALL SELECT article, key, 'of', 0, of_start, of_end FROM interpretations WHERE of_start IS NOT NULL
    UNION ALL SELECT article, i.key, 'affirmed', p.key, json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]')
        FROM interpretations AS i, json_each(i.affirmed) AS p
    UNION ALL SELECT article, i.key, 'denied', p.key, json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]')
        FROM interpretations AS i, json_each(i.denied) AS p
    UNION ALL SELECT article, key, 'span', 0, span_start, span_end FROM questions
    UNION ALL SELECT article, q.key, 'alternatives', p.key,
                     json_extract(p.value, '$[0]'), json_extract(p.value, '$[1]')
        FROM questions AS q, json_each(q.alternatives) AS p
)
SELECT s.article, s.claim, s.field, s.n, s.start, s."end",
       substr(a.text, s.start + 1, s."end" - s.start) AS words
FROM spans AS s JOIN articles AS a USING (article);

CREATE VIEW statement_speakers AS
SELECT s.article, s.key AS statement, 'speaker' AS relation, k.key AS n, k.value AS actor
FROM statements AS s, json_each(s.speakers) AS k
UNION ALL
SELECT s.article, s.key, 'on_behalf_of', k.key, k.value FROM statements AS s, json_each(s.on_behalf_of) AS k;

CREATE VIEW event_actors AS
SELECT e.article, e.key AS event, 'source' AS side, k.key AS n, k.value AS actor
FROM events AS e, json_each(e.sources) AS k
UNION ALL
SELECT e.article, e.key, 'target', k.key, k.value FROM events AS e, json_each(e.targets) AS k;

-- Several names, countries or words in one field are separated by "; ", in the order of the record.
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
       e.confidence / 10000.0 AS confidence, e.review, a.story, a.story = a.article AS leads
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
       c.said_in, (SELECT group_concat(value, '; ') FROM json_each(c.binds)) AS binds, c.review
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
       r.said_in, r.review
FROM interpretations AS r JOIN articles AS a USING (article)
LEFT JOIN actors_wide AS h ON h.article = r.article AND h.key = r.holder;

CREATE VIEW questions_wide AS
SELECT a.id || ':' || q.key AS question_id, q.article, q.key, a.published, a.title,
       substr(a.text, q.span_start + 1, q.span_end - q.span_start) AS question,
       (SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
            json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), '; ')
        FROM json_each(q.alternatives) AS p) AS alternatives,
       q.review
FROM questions AS q JOIN articles AS a USING (article);

CREATE VIEW positions_wide AS
SELECT a.id || ':' || p.key AS position_id, p.article, p.key, a.published, a.title, x.name AS actor,
       x.country AS actor_country, t.name AS toward, t.country AS toward_country, p.issue, p.stance, p.dissent,
       (SELECT group_concat(value, '; ') FROM json_each(p.evidence)) AS evidence, p.review
FROM positions AS p JOIN articles AS a USING (article)
LEFT JOIN actors_wide AS x ON x.article = p.article AND x.key = p.actor
LEFT JOIN actors_wide AS t ON t.article = p.article AND t.key = p.toward;

CREATE VIEW commitments_wide AS
SELECT a.id || ':' || m.key AS commitment_id, m.article, m.key, a.published, a.title, x.name AS actor,
       t.name AS addressee, e.type, e.status,
       substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS "trigger", m.event,
       d.start AS deadline_start, d."end" AS deadline_end, d.precision AS deadline_precision,
       (SELECT group_concat(value, '; ') FROM json_each(m.conditions)) AS conditions, m.review
FROM commitments AS m JOIN articles AS a USING (article)
JOIN events AS e ON e.article = m.article AND e.key = m.event
LEFT JOIN actors_wide AS x ON x.article = m.article AND x.key = m.actor
LEFT JOIN actors_wide AS t ON t.article = m.article AND t.key = m.addressee
LEFT JOIN claim_days AS d ON d.article = m.article AND d.key = m.key;

CREATE VIEW gaps_wide AS
SELECT g.article, g.n, k.stage, k.reason, k.note, g.span_start, g.span_end,
       substr(a.text, g.span_start + 1, g.span_end - g.span_start) AS words
FROM gaps AS g JOIN gap_kinds AS k USING (gap_kind) JOIN articles AS a USING (article);

-- Stories with more than one article.
CREATE VIEW stories AS
SELECT a.story, l.title, l.published, count(*) AS articles
FROM articles AS a JOIN articles AS l ON l.article = a.story
WHERE a.story IN (SELECT story FROM articles WHERE story <> article)
GROUP BY a.story;
