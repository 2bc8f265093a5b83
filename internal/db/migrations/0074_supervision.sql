-- How each organisation supervises its accredited persons, and what those who supervise
-- saw: a plan's identity is the organisation's. Version by version.
-- +goose Up
CREATE TABLE supervision_plan (
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
CREATE TABLE supervision_visit (
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
	standing      TEXT NOT NULL CHECK (standing IN ('planned', 'done', 'called-off')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX supervision_visit_org ON supervision_visit (force_id, org_id);
