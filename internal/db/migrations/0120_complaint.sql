-- Complaints and praise about accredited persons, version by version; and the links by
-- which a complainant comes back, by the hash of their secrets.
-- +goose Up
CREATE TABLE complaint (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	reference     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('received', 'acknowledged', 'referred', 'enquiring', 'reported', 'decided', 'in-review', 'reviewed', 'withdrawn', 'passed')),
	org_id        TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	received_at   BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE UNIQUE INDEX complaint_reference ON complaint (force_id, reference) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX complaint_standing ON complaint (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX complaint_org ON complaint (force_id, org_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE complaint_link (
	force_id     TEXT NOT NULL,
	hash         TEXT NOT NULL,
	complaint_id TEXT NOT NULL,
	made_at      BIGINT NOT NULL,
	ended_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);
CREATE INDEX complaint_link_complaint ON complaint_link (force_id, complaint_id);
