-- The register of ID cards, and what each bears that no other card ever may: its number,
-- the identity in its code, its place in a status list, the credential in its code.
-- +goose Up
CREATE TABLE card (
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
	accreditation_id TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('ordered', 'printed', 'held', 'lost', 'stolen', 'returned', 'destroyed', 'replaced')),
	ends_day      TEXT NOT NULL,
	recall_day    TEXT NOT NULL,
	list          BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX card_number ON card (force_id, number, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_newest ON card (force_id, (CASE standing WHEN 'held' THEN 0 ELSE 1 END), (-from_at), id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_accreditation ON card (force_id, accreditation_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_person ON card (force_id, person_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_list ON card (force_id, list) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE card_mark (
	force_id    TEXT NOT NULL,
	card_id     TEXT NOT NULL,
	number      TEXT NOT NULL,
	cti         TEXT NOT NULL,
	list        BIGINT NOT NULL,
	place       BIGINT NOT NULL,
	credential  BYTEA NOT NULL,
	PRIMARY KEY (force_id, card_id)
);
CREATE UNIQUE INDEX card_mark_number ON card_mark (force_id, number);
CREATE UNIQUE INDEX card_mark_cti ON card_mark (force_id, cti);
CREATE UNIQUE INDEX card_mark_place ON card_mark (force_id, list, place);
CREATE TABLE status_list (
	force_id    TEXT NOT NULL,
	n           BIGINT NOT NULL,
	used        BIGINT NOT NULL,
	base        TEXT NOT NULL,
	PRIMARY KEY (force_id, n)
);
