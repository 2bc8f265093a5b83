-- What is known of each person's vetting (outcome, level and dates, never the detail)
-- and training, power by power. A row's id is the person's.
-- +goose Up
CREATE TABLE vetting (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	outcome       TEXT NOT NULL CHECK (outcome IN ('waiting', 'passed', 'refused', 'withdrawn')),
	requested_day TEXT NOT NULL,
	renewal_day   TEXT NOT NULL,
	expires_day   TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX vetting_outcome ON vetting (force_id, outcome, requested_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE training (
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
