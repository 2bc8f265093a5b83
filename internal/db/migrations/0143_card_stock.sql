-- Deliveries of blank cards and of badges, each a range of serial numbers; and each badge
-- that was ever issued, by its serial number.
-- +goose Up
CREATE TABLE card_stock (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('blank', 'badge')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX card_stock_kind ON card_stock (force_id, kind) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE badge (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	serial        TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('in-stock', 'issued', 'lost', 'stolen', 'destroyed')),
	recall_day    TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX badge_serial ON badge (force_id, serial, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX badge_person ON badge (force_id, person_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX badge_recall ON badge (force_id, org_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
