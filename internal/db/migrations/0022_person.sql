-- The register of persons whom employers put forward, accredited or not.
-- +goose Up
CREATE TABLE person (
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
	sort_name     TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX person_org ON person (force_id, org_id, sort_name) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
