-- What became of a commitment, and whether a question was answered: set by people, never by the machine.

ALTER TABLE commitments ADD COLUMN state TEXT CHECK (state IN ('open', 'kept', 'broken', 'lapsed', 'unclear'));
ALTER TABLE commitments ADD COLUMN settled_by TEXT;
ALTER TABLE questions ADD COLUMN state TEXT CHECK (state IN ('open', 'closed', 'unclear'));
ALTER TABLE questions ADD COLUMN settled_by TEXT;

-- Made anew: they show the state.
DROP VIEW questions_wide;
DROP VIEW commitments_wide;

CREATE VIEW questions_wide AS
SELECT a.id || ':' || q.key AS question_id, q.article, q.key, a.published, a.title,
       substr(a.text, q.span_start + 1, q.span_end - q.span_start) AS question,
       (SELECT group_concat(substr(a.text, json_extract(p.value, '$[0]') + 1,
            json_extract(p.value, '$[1]') - json_extract(p.value, '$[0]')), '; ')
        FROM json_each(q.alternatives) AS p) AS alternatives,
       q.state, q.settled_by, q.confidence / 10000.0 AS confidence, q.review
FROM questions AS q JOIN articles AS a USING (article);

CREATE VIEW commitments_wide AS
SELECT a.id || ':' || m.key AS commitment_id, m.article, m.key, a.published, a.title, x.name AS actor,
       t.name AS addressee, e.type, e.status,
       substr(a.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS "trigger", m.event,
       d.start AS deadline_start, d."end" AS deadline_end, d.precision AS deadline_precision,
       (SELECT group_concat(value, '; ') FROM json_each(m.conditions)) AS conditions, m.state, m.settled_by,
       m.confidence / 10000.0 AS confidence, m.review
FROM commitments AS m JOIN articles AS a USING (article)
JOIN events AS e ON e.article = m.article AND e.key = m.event
LEFT JOIN actors_wide AS x ON x.article = m.article AND x.key = m.actor
LEFT JOIN actors_wide AS t ON t.article = m.article AND t.key = m.addressee
LEFT JOIN claim_days AS d ON d.article = m.article AND d.key = m.key;
