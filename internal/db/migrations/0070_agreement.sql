-- Agreements with organisations, version by version; the texts issued and the schedules
-- kept, by the hash of their content; and the versions of the templates that a force wrote
-- for itself.
-- +goose Up
CREATE TABLE agreement (
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
	kind          TEXT NOT NULL CHECK (kind IN ('protocol', 'sharing', 'supplement')),
	number        TEXT NOT NULL,
	family_id     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('draft', 'issued', 'signed', 'in-force', 'superseded', 'ended', 'discarded')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX agreement_org ON agreement (force_id, org_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX agreement_standing ON agreement (force_id, standing, kind) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX agreement_family ON agreement (force_id, family_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE agreement_template (
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
	number        BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE TABLE agreement_text (
	force_id      TEXT NOT NULL,
	hash          TEXT NOT NULL,
	content       TEXT NOT NULL,
	added_at      BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);
