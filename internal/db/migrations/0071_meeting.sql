-- Meetings of organisations with their neighbourhood teams, version by version.
-- +goose Up
CREATE TABLE meeting (
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
	standing      TEXT NOT NULL CHECK (standing IN ('planned', 'held', 'called-off')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX meeting_org ON meeting (force_id, org_id);
