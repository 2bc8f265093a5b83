-- Cards printed together, from the choice of cards to the last that was collected.
-- +goose Up
CREATE TABLE card_batch (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('made', 'printed', 'checked', 'dispatched', 'collected', 'dropped')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX card_batch_standing ON card_batch (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
