-- Issues between the parties of an agreement and questions to the scheme office, and the
-- evaluations of the parties' work together, version by version.
-- +goose Up
CREATE TABLE matter (
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
	kind          TEXT NOT NULL CHECK (kind IN ('issue', 'question')),
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'proposed', 'closed', 'withdrawn')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX matter_org ON matter (force_id, org_id);
CREATE INDEX matter_open ON matter (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE evaluation (
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
CREATE INDEX evaluation_org ON evaluation (force_id, org_id);
