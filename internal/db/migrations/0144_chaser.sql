-- Reminders to employers to send back the cards and badges that were asked back.
-- +goose Up
CREATE TABLE chaser (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX chaser_org ON chaser (force_id, org_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
