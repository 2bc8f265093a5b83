-- Accreditations: who may use which powers, where and until when, by whose decision;
-- the AP numbers ever given; the letters that tell of each decision.
-- +goose Up
CREATE TABLE accreditation (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	number        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('proposed', 'in-force', 'suspended', 'withdrawn', 'refused', 'left', 'ceased')),
	begins_at     BIGINT NOT NULL,
	ends_at       BIGINT NOT NULL,
	powers        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX accreditation_person ON accreditation (force_id, person_id);
CREATE INDEX accreditation_org ON accreditation (force_id, org_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX accreditation_asat ON accreditation (force_id, superseded_at, begins_at, ends_at, from_at, until_at, known_at, standing, org_id, person_id, number, id, powers);
CREATE INDEX accreditation_open ON accreditation (force_id, ends_at, begins_at) WHERE ends_at = 253402214400000;
CREATE INDEX accreditation_length ON accreditation (force_id, (ends_at - begins_at)) WHERE ends_at < 253402214400000;
CREATE TABLE ap_number (
	force_id         TEXT NOT NULL,
	number           TEXT NOT NULL,
	person_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);
CREATE TABLE letter (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	at            BIGINT NOT NULL,
	kind          TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	to_whom       TEXT NOT NULL CHECK (to_whom IN ('person', 'employer')),
	entry_id      TEXT NOT NULL,
	subject       TEXT NOT NULL,
	body          TEXT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE INDEX letter_person ON letter (force_id, person_id, at);
CREATE INDEX letter_org ON letter (force_id, org_id, at);
