-- Accounts: who signs in, in which roles. The register tells the ledger everything;
-- secrets stand in tables apart, hashed, and never reach the ledger. kind of a
-- credential leaves room for passkeys and for another organisation's sign-in.
-- +goose Up
CREATE TABLE account (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	email         TEXT NOT NULL,
	name          TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('active', 'ended')),
	PRIMARY KEY (force_id, id, version)
);
CREATE UNIQUE INDEX account_email ON account (force_id, email) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000 AND standing = 'active';
CREATE INDEX account_name ON account (force_id, name, id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE account_credential (
	force_id    TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	kind        TEXT NOT NULL,
	id          TEXT NOT NULL,
	secret      TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, account_id, kind, id)
);
CREATE TABLE account_session (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	post        TEXT NOT NULL,
	agent       TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	seen_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX account_session_hash ON account_session (force_id, hash);
CREATE INDEX account_session_account ON account_session (force_id, account_id);
CREATE TABLE account_link (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	purpose     TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset')),
	made_by     TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	used_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX account_link_hash ON account_link (force_id, hash);
CREATE INDEX account_link_account ON account_link (force_id, account_id);
CREATE TABLE account_token (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	hash        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	name        TEXT NOT NULL,
	post        TEXT NOT NULL,
	made_by     TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	seen_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	ended_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX account_token_hash ON account_token (force_id, hash);
CREATE INDEX account_token_account ON account_token (force_id, account_id);
CREATE TABLE account_attempt (
	force_id    TEXT NOT NULL,
	subject     TEXT NOT NULL,
	tries       BIGINT NOT NULL,
	last_at     BIGINT NOT NULL,
	blocked_until BIGINT NOT NULL,
	PRIMARY KEY (force_id, subject)
);
