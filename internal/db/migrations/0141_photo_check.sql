-- Whether the scheme office has taken each person's photograph for a card, version by
-- version; a row's identity is the person's.
-- +goose Up
CREATE TABLE photo_check (
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
	standing      TEXT NOT NULL CHECK (standing IN ('waiting', 'accepted', 'sent-back')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX photo_check_standing ON photo_check (force_id, standing, from_at) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
