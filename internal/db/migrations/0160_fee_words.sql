-- Papers are searched by number, name and reference in the database: the words stand in a
-- column of their own, folded, so that a search reads no more papers than it shows.
-- +goose Up
ALTER TABLE fee_paper ADD COLUMN words TEXT NOT NULL DEFAULT '';
CREATE INDEX fee_paper_words ON fee_paper (force_id, words) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
