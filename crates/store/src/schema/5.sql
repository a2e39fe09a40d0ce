-- Schema 5: what a document brings lies together in the file, so that the time for one more does not grow
-- with all that is there.

-- The indexes of words hold the lists of events and quotations too, and answer from them as fast.
DROP TABLE posting;
DROP TABLE quote_posting;

-- One report each, to be read alone (tales.rs); document << 20 | position. A tale holds what the document
-- is about; those that older versions wrote hold the reports as well, and have no accounts.
CREATE TABLE account (n INTEGER PRIMARY KEY, body BLOB NOT NULL);

-- Where reports are looked for, by stretches of 32 days first.
CREATE TABLE near_by_stretch (
    stretch INTEGER NOT NULL,         -- day >> 5
    key INTEGER NOT NULL, day INTEGER NOT NULL, sketch INTEGER NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (stretch, key, day, sketch, id)
) WITHOUT ROWID;
INSERT INTO near_by_stretch SELECT day >> 5, key, day, sketch, id FROM near ORDER BY 1, 2, 3, 4, 5;
DROP TABLE near;
ALTER TABLE near_by_stretch RENAME TO near;

-- Counts of late, to be added to those of `daily` and `activity`: a question sums both. They go over there
-- by the million (late.rs), so that each page is written once for many of them.
CREATE TABLE daily_late (
    unit INTEGER NOT NULL, list INTEGER NOT NULL, day INTEGER NOT NULL,
    class INTEGER NOT NULL, status INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (unit, list, day, class, status)
) WITHOUT ROWID;
CREATE TABLE activity_late (
    unit INTEGER NOT NULL, among INTEGER NOT NULL, span INTEGER NOT NULL, list INTEGER NOT NULL,
    n1 INTEGER NOT NULL, n2 INTEGER NOT NULL, n3 INTEGER NOT NULL, n4 INTEGER NOT NULL,
    intensity INTEGER NOT NULL,
    PRIMARY KEY (unit, among, span, list)
) WITHOUT ROWID;
-- How many counts were written there since they last went over.
CREATE TABLE late (n_counts INTEGER NOT NULL);
INSERT INTO late VALUES (0);
