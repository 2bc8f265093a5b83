-- Vetting as a sealed envelope. A case says where one vetting of a person stands: state,
-- level and days. What is in the envelope stands in vetting_part and vetting_draft, sealed
-- under a key of the case, which is wrapped under the unit's own (wrapping_key). No
-- column of these tables holds anything a person wrote.
-- +goose Up
CREATE TABLE wrapping_key (
	force_id TEXT NOT NULL,
	id       TEXT NOT NULL,
	purpose  TEXT NOT NULL,
	from_at  BIGINT NOT NULL,
	until_at BIGINT NOT NULL,
	sealed   BYTEA,
	PRIMARY KEY (force_id, id)
);
CREATE TABLE vetting_case (
	force_id        TEXT NOT NULL,
	id              TEXT NOT NULL,
	version         BIGINT NOT NULL,
	from_at         BIGINT NOT NULL,
	until_at        BIGINT NOT NULL,
	known_at        BIGINT NOT NULL,
	superseded_at   BIGINT NOT NULL,
	entry_id        TEXT NOT NULL,
	state           TEXT NOT NULL,
	person_id       TEXT NOT NULL,
	org_id          TEXT NOT NULL,
	standing        TEXT NOT NULL CHECK (standing IN ('invited', 'sent', 'asked', 'cleared', 'refused', 'withdrawn', 'appealed', 'upheld', 'stopped')),
	sent_day        TEXT NOT NULL,
	declaration_day TEXT NOT NULL,
	aftercare_day   TEXT NOT NULL,
	review_day      TEXT NOT NULL,
	ended_day       TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX vetting_case_person ON vetting_case (force_id, person_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX vetting_case_standing ON vetting_case (force_id, standing, sent_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX vetting_case_ended ON vetting_case (force_id, ended_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE vetting_key (
	force_id   TEXT NOT NULL,
	case_id    TEXT NOT NULL,
	wrapper_id TEXT NOT NULL,
	wrapped    BYTEA NOT NULL,
	PRIMARY KEY (force_id, case_id)
);
CREATE INDEX vetting_key_wrapper ON vetting_key (force_id, wrapper_id);
CREATE TABLE vetting_part (
	force_id   TEXT NOT NULL,
	id         TEXT NOT NULL,
	case_id    TEXT NOT NULL,
	kind       TEXT NOT NULL CHECK (kind IN ('form', 'question', 'answer', 'check', 'decision', 'told', 'review', 'appeal')),
	made_at    BIGINT NOT NULL,
	entry_id   TEXT NOT NULL,
	commitment TEXT NOT NULL,
	sealed     BYTEA NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE INDEX vetting_part_case ON vetting_part (force_id, case_id, id);
CREATE TABLE vetting_draft (
	force_id TEXT NOT NULL,
	case_id  TEXT NOT NULL,
	saved_at BIGINT NOT NULL,
	sealed   BYTEA NOT NULL,
	PRIMARY KEY (force_id, case_id)
);
CREATE TABLE vetting_link (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	hash          TEXT NOT NULL,
	case_id       TEXT NOT NULL,
	made_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	ended_at      BIGINT NOT NULL,
	tries         BIGINT NOT NULL,
	blocked_until BIGINT NOT NULL,
	session_hash  TEXT NOT NULL,
	seen_at       BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX vetting_link_hash ON vetting_link (force_id, hash);
CREATE INDEX vetting_link_case ON vetting_link (force_id, case_id);
CREATE INDEX vetting_link_session ON vetting_link (force_id, session_hash);
CREATE TABLE vetting_opening (
	force_id   TEXT NOT NULL,
	entry_id   TEXT NOT NULL,
	case_id    TEXT NOT NULL,
	account_id TEXT NOT NULL,
	name       TEXT NOT NULL,
	reason     TEXT NOT NULL,
	at         BIGINT NOT NULL,
	PRIMARY KEY (force_id, entry_id)
);
CREATE INDEX vetting_opening_case ON vetting_opening (force_id, case_id, at);
