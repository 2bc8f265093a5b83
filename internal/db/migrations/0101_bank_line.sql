-- Lines of the files that the force's bank exports, each once, and what became of them.
-- +goose Up
CREATE TABLE bank_line (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('waiting', 'booked', 'aside')),
	paid_day      BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX bank_line_standing ON bank_line (force_id, standing, paid_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
