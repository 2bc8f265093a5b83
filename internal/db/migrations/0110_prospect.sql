-- Employers that asked about the scheme, version by version: their stage, and what the
-- office does next.
-- +goose Up
CREATE TABLE prospect (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	reference     TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	stage         TEXT NOT NULL CHECK (stage IN ('enquired', 'met', 'invited', 'applied', 'joined', 'closed')),
	next_day      TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX prospect_stage ON prospect (force_id, stage, next_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE prospect_reference (
	force_id    TEXT NOT NULL,
	reference   TEXT NOT NULL,
	prospect_id TEXT NOT NULL,
	PRIMARY KEY (force_id, reference)
);
