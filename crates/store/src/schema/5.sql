-- Schema 5: what of a report can be told without fetching it stands beside each of its postings.
-- NULL for those of before: they are fetched.
ALTER TABLE near ADD COLUMN outline BLOB;
