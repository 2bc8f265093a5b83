-- Reviews of the powers of organisations, version by version.
-- +goose Up
CREATE TABLE power_review (
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
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('asked', 'answered', 'decided', 'called-off')),
	due_day       BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX power_review_org ON power_review (force_id, org_id);
CREATE INDEX power_review_standing ON power_review (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
