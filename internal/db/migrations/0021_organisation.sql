-- The register of organisations: employers that are accredited, ask to be, or were.
-- +goose Up
CREATE TABLE organisation (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	number        TEXT NOT NULL,
	name          TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	kind          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('applying', 'in-force', 'suspended', 'withdrawn', 'declined', 'left')),
	to_day        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX organisation_sort ON organisation (force_id, sort_name, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE organisation_number (
	force_id        TEXT NOT NULL,
	number          TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);
CREATE TABLE organisation_name (
	force_id        TEXT NOT NULL,
	fold            TEXT NOT NULL,
	organisation_id TEXT NOT NULL,
	PRIMARY KEY (force_id, fold)
);
