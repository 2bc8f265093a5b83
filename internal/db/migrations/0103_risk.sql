-- The risk register of the scheme, version by version.
-- +goose Up
CREATE TABLE risk (
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
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'closed')),
	score         BIGINT NOT NULL,
	review_day    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX risk_standing ON risk (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
