-- What is kept beyond its time for a reason (a legal hold), version by version. A row has the
-- identity of the record that is held.
-- +goose Up
CREATE TABLE retention_hold (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('held', 'lifted')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX retention_hold_standing ON retention_hold (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
