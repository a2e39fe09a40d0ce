-- Schema 2: reports of one happening are incidents.

-- What documents tell, as the linker compares it (tales.rs): one compressed blob a document.
CREATE TABLE tale (document INTEGER PRIMARY KEY REFERENCES document, body BLOB NOT NULL);

-- What one document tells of one happening, and what it is joined to. Ids are unsigned; they stand
-- here with the first bit turned, so that their order stays.
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL, position INTEGER NOT NULL,
    root INTEGER NOT NULL,            -- the report that its incident is named after
    target INTEGER, score REAL, reasons TEXT
);
CREATE INDEX report_root ON report (root) WHERE root <> id;
CREATE INDEX report_target ON report (target) WHERE target IS NOT NULL;

-- Where reports are looked for.
CREATE TABLE near (
    key INTEGER NOT NULL, day INTEGER NOT NULL, sketch INTEGER NOT NULL, id INTEGER NOT NULL,
    PRIMARY KEY (key, day, sketch, id)
) WITHOUT ROWID;

-- What somebody decided by hand.
-- kind: 0 joined, 1 apart, 2 pinned (to nothing where b is null).
CREATE TABLE correction (kind INTEGER NOT NULL, a INTEGER NOT NULL, b INTEGER);
CREATE UNIQUE INDEX correction_whole ON correction (kind, a, coalesce(b, -1));

-- Incidents of two reports and more, as the series counted them last.
CREATE TABLE incident (
    root INTEGER PRIMARY KEY,
    key INTEGER NOT NULL,             -- day, class, status, as of an event; see key.rs
    n_reports INTEGER NOT NULL, n_independent INTEGER NOT NULL,
    pairs TEXT NOT NULL               -- numbers of the lists it is counted on
);
CREATE INDEX incident_key ON incident (key);

ALTER TABLE event ADD COLUMN report INTEGER;
