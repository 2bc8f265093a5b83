-- Units of the force: what accounts belong to, and in whose name documents and reports stand.
-- +goose Up
CREATE TABLE unit (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	name          TEXT NOT NULL,
	parent_id     TEXT NOT NULL,
	owns          BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
