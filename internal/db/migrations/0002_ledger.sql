-- The ledger: one entry an act, a Merkle tree over all entries of a force, signed
-- checkpoints. place is given when the entry is committed; content and salt may be
-- erased under a retention rule, commitment never.
-- +goose Up
CREATE TABLE ledger_entry (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	place       BIGINT,
	at          BIGINT NOT NULL,
	actor_id    TEXT NOT NULL,
	actor_role  TEXT NOT NULL,
	org_id      TEXT NOT NULL,
	act         TEXT NOT NULL,
	outcome     TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
	commitment  BYTEA NOT NULL,
	salt        BYTEA,
	content     TEXT,
	erased_at   BIGINT,
	erased_why  TEXT,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX ledger_entry_place ON ledger_entry (force_id, place);
CREATE INDEX ledger_entry_waiting ON ledger_entry (force_id, at, id) WHERE place IS NULL;
CREATE INDEX ledger_entry_act ON ledger_entry (force_id, act, place);
CREATE INDEX ledger_entry_actor ON ledger_entry (force_id, actor_id, place);
CREATE TABLE ledger_subject (
	force_id    TEXT NOT NULL,
	subject     TEXT NOT NULL,
	entry_id    TEXT NOT NULL,
	PRIMARY KEY (force_id, subject, entry_id)
);
CREATE TABLE ledger_tile (
	force_id    TEXT NOT NULL,
	level       BIGINT NOT NULL,
	n           BIGINT NOT NULL,
	hashes      BYTEA NOT NULL,
	PRIMARY KEY (force_id, level, n)
);
CREATE TABLE ledger_checkpoint (
	force_id    TEXT NOT NULL,
	size        BIGINT NOT NULL,
	root        BYTEA NOT NULL,
	note        TEXT NOT NULL,
	at          BIGINT NOT NULL,
	PRIMARY KEY (force_id, size)
);
CREATE TABLE signing_key (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	purpose     TEXT NOT NULL CHECK (purpose IN ('card', 'status', 'checkpoint')),
	from_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	public      BYTEA NOT NULL,
	private     BYTEA,
	PRIMARY KEY (force_id, id)
);
