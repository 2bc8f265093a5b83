-- When each employer last confirmed who works for it, version by version; a row's identity is
-- the organisation's.
-- +goose Up
CREATE TABLE staff_roll (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
