-- What is to be charged for what happened, version by version. A charge's identity is made
-- of its event and of what it is for, so that nothing is charged twice.
-- +goose Up
CREATE TABLE fee_charge (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	event         TEXT NOT NULL,
	about_id      TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('waiting', 'invoiced', 'waived', 'dropped', 'credit-due', 'credited')),
	raised_day    BIGINT NOT NULL,
	words         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE UNIQUE INDEX fee_charge_about ON fee_charge (force_id, event, about_id) WHERE version = 1;
CREATE INDEX fee_charge_standing ON fee_charge (force_id, standing, raised_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
