-- Schema 1. Every table that is not marked "derived" is what was read and coded; the derived ones
-- can be made again from those (`demarche doctor --repair`). docs/guide/store.md tells more.

-- One run of `add` or `recode`: versions and input. A run that was cut off is taken up again.
CREATE TABLE run (
    n INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    coder TEXT NOT NULL,              -- versions of program, data, models
    input TEXT NOT NULL,              -- what the user named, one a line
    finished INTEGER NOT NULL         -- 0 or 1
);

-- What gave no document, and why.
CREATE TABLE skip (
    n INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run,
    digest BLOB NOT NULL UNIQUE,      -- of place, reason and content
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL
);

CREATE TABLE document (
    n INTEGER PRIMARY KEY,            -- from 1, in order of arrival
    id TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL UNIQUE,      -- of the content as it came in
    run INTEGER NOT NULL REFERENCES run,
    origin TEXT NOT NULL,
    kind TEXT NOT NULL,
    headline TEXT, url TEXT, published TEXT, updated TEXT, today TEXT, language TEXT,
    authors TEXT, publisher TEXT, agency TEXT, dateline TEXT, section TEXT,
    furniture TEXT,                   -- start-end in bytes, blanks between
    day INTEGER NOT NULL,             -- of today; see key.rs
    first_quote INTEGER NOT NULL, n_quotes INTEGER NOT NULL
);
CREATE INDEX document_day ON document (day, n);
CREATE INDEX document_url ON document (url) WHERE url IS NOT NULL;

CREATE TABLE text (document INTEGER PRIMARY KEY REFERENCES document, text BLOB NOT NULL);
CREATE TABLE original (document INTEGER PRIMARY KEY REFERENCES document, bytes BLOB NOT NULL);

-- The events of a document with all fields, as one compressed blob (shapes.rs).
CREATE TABLE coding (
    document INTEGER PRIMARY KEY REFERENCES document,
    run INTEGER NOT NULL REFERENCES run,
    first_event INTEGER NOT NULL, n_events INTEGER NOT NULL,
    events BLOB NOT NULL
);

-- What the first documents have in common: zstd dictionaries (pack.rs).
CREATE TABLE dictionary (kind INTEGER PRIMARY KEY, bytes BLOB NOT NULL);

CREATE TABLE quote (
    n INTEGER PRIMARY KEY,            -- from 1, in order of arrival
    document INTEGER NOT NULL REFERENCES document,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL,  -- bytes of the text
    sentence INTEGER NOT NULL,
    cue TEXT,
    speaker TEXT,                     -- the words
    name TEXT, known TEXT, country TEXT, sectors TEXT, office TEXT,
    about TEXT                        -- countries that the words speak of
);

CREATE TABLE topic (
    name TEXT PRIMARY KEY,
    filter TEXT NOT NULL,
    seen INTEGER NOT NULL             -- the last document of the last digest
) WITHOUT ROWID;

-- Derived from here on.

CREATE TABLE class (n INTEGER PRIMARY KEY, type TEXT NOT NULL, intensity REAL NOT NULL);

CREATE TABLE event (
    n INTEGER PRIMARY KEY,            -- from 1, in order of arrival
    document INTEGER NOT NULL, position INTEGER NOT NULL,
    key INTEGER NOT NULL,             -- day, class, status, n; see key.rs
    day_start INTEGER NOT NULL, day_end INTEGER NOT NULL,
    cameo TEXT NOT NULL, confidence INTEGER NOT NULL,
    actors TEXT NOT NULL, recipients TEXT NOT NULL
);

CREATE TABLE list (
    n INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL,
    n_keys INTEGER NOT NULL,
    UNIQUE (kind, a, b)
);
CREATE TABLE posting (list INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (list, key)) WITHOUT ROWID;
CREATE TABLE quote_posting (list INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (list, key)) WITHOUT ROWID;

CREATE TABLE entity (
    n INTEGER PRIMARY KEY,
    known TEXT NOT NULL, name TEXT NOT NULL, country TEXT NOT NULL,
    n_events INTEGER NOT NULL, n_quotes INTEGER NOT NULL,
    UNIQUE (known, name, country)
);
CREATE INDEX entity_name ON entity (name COLLATE NOCASE);

-- Reports by day: what time lines and relations are made of.
CREATE TABLE daily (
    unit INTEGER NOT NULL, list INTEGER NOT NULL, day INTEGER NOT NULL,
    class INTEGER NOT NULL, status INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (unit, list, day, class, status)
) WITHOUT ROWID;
-- What happened by day and month: who is most active.
CREATE TABLE activity (
    unit INTEGER NOT NULL, span INTEGER NOT NULL, list INTEGER NOT NULL,
    n1 INTEGER NOT NULL, n2 INTEGER NOT NULL, n3 INTEGER NOT NULL, n4 INTEGER NOT NULL,
    intensity INTEGER NOT NULL,
    PRIMARY KEY (unit, span, list)
) WITHOUT ROWID;

-- Words, and lists as words of their own (words.rs).
CREATE VIRTUAL TABLE event_text USING fts5 (
    words, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quote_text USING fts5 (
    words, content = '', columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2'
);
-- Without places in the text: phrases are looked up in the text itself.
CREATE VIRTUAL TABLE document_text USING fts5 (
    words, content = '', columnsize = 0, detail = none,
    tokenize = 'porter unicode61 remove_diacritics 2'
);
-- Documents of one transaction fit into memory: fewer segments to merge.
INSERT INTO event_text (event_text, rank) VALUES ('hashsize', 16777216);
INSERT INTO document_text (document_text, rank) VALUES ('hashsize', 16777216);
