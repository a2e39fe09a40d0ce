-- Schema 3: everything that a page tells of itself.
ALTER TABLE document ADD COLUMN page TEXT;          -- NULL for one report, else what the page is
ALTER TABLE document ADD COLUMN deck TEXT;
ALTER TABLE document ADD COLUMN canonical TEXT;
ALTER TABLE document ADD COLUMN published_at TEXT;  -- as ISO 8601, as far as told; NULL for a mere day
ALTER TABLE document ADD COLUMN published_by TEXT;
ALTER TABLE document ADD COLUMN updated_at TEXT;
ALTER TABLE document ADD COLUMN byline TEXT;
ALTER TABLE document ADD COLUMN dateline_at TEXT;   -- start-end in bytes
ALTER TABLE document ADD COLUMN dateline_day TEXT;
ALTER TABLE document ADD COLUMN captions TEXT;      -- one a line
