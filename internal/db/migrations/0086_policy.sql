-- Policies of the scheme and their versions, each with its equality impact assessment, version
-- by version.
-- +goose Up
CREATE TABLE policy (
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
	standing      TEXT NOT NULL CHECK (standing IN ('kept', 'ended')),
	PRIMARY KEY (force_id, id, version)
);
CREATE TABLE policy_version (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	policy_id     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('draft', 'adopted', 'dropped')),
	from_day      BIGINT NOT NULL,
	review_day    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX policy_version_policy ON policy_version (force_id, policy_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
