-- Schema 4: questions that would look at every event or every pair do not. All of it is derived.

-- For each event the number of the first event of its incident's root, a thousand events a row
-- (roots.rs).
CREATE TABLE root_chunk (chunk INTEGER PRIMARY KEY, firsts BLOB NOT NULL);

-- What happened by day, month and year and in all: who is most active. Actors, recipients, pairs and
-- dyads stand apart, so that a question reads only those it is about (series.rs).
CREATE TABLE activity_sorted (
    unit INTEGER NOT NULL,
    among INTEGER NOT NULL,           -- 1 actors, 2 recipients, 3 pairs of two, 4 dyads
    span INTEGER NOT NULL,            -- a day; a month, as -(12 years + months); -year; 0 for all
    list INTEGER NOT NULL,
    n1 INTEGER NOT NULL, n2 INTEGER NOT NULL, n3 INTEGER NOT NULL, n4 INTEGER NOT NULL,
    intensity INTEGER NOT NULL,
    PRIMARY KEY (unit, among, span, list)
) WITHOUT ROWID;

INSERT INTO activity_sorted
SELECT unit,
       CASE WHEN kind = 12 THEN 4 WHEN b = '*' THEN 1 WHEN a = '*' THEN 2 ELSE 3 END AS among,
       span, list, n1, n2, n3, n4, intensity
FROM activity JOIN list ON list.n = activity.list
WHERE kind IN (1, 12) AND a <> '-' AND b <> '-' AND a <> b
ORDER BY 1, 2, 3, 4;

INSERT INTO activity_sorted
SELECT unit, among, -((-span) / 12), list, sum(n1), sum(n2), sum(n3), sum(n4), sum(intensity)
FROM activity_sorted WHERE span < 0 GROUP BY 1, 2, 3, 4;

INSERT INTO activity_sorted
SELECT unit, among, 0, list, sum(n1), sum(n2), sum(n3), sum(n4), sum(intensity)
FROM activity_sorted WHERE span BETWEEN -2158 AND -1800 GROUP BY 1, 2, 3, 4;

DROP TABLE activity;
ALTER TABLE activity_sorted RENAME TO activity;
