-- The fee schedule; quotes, invoices, receipts and credit notes with their numbers, which
-- have no gaps; and the lines of the ring-fenced scheme account. Version by version.
-- +goose Up
CREATE TABLE fee_tariff (
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
CREATE TABLE fee_paper (
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
	kind          TEXT NOT NULL CHECK (kind IN ('quote', 'invoice', 'receipt', 'credit')),
	org_id        TEXT NOT NULL,
	of_id         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('offered', 'taken', 'withdrawn', 'owed', 'settled', 'in-credit', 'booked', 'reversed', 'given')),
	made_day      BIGINT NOT NULL,
	due_day       BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX fee_paper_made ON fee_paper (force_id, kind, made_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX fee_paper_org ON fee_paper (force_id, org_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX fee_paper_of ON fee_paper (force_id, of_id) WHERE of_id <> '';
CREATE TABLE fee_number (
	force_id TEXT NOT NULL,
	number   TEXT NOT NULL,
	kind     TEXT NOT NULL,
	n        BIGINT NOT NULL,
	paper_id TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);
CREATE UNIQUE INDEX fee_number_n ON fee_number (force_id, kind, n);
CREATE TABLE scheme_posting (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	posted_day    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
