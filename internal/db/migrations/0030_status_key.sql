-- Status lists are signed with a key of their own, so that a key that signs cards signs
-- nothing else.
-- +goose Up
CREATE TABLE signing_key_wide (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	purpose     TEXT NOT NULL CHECK (purpose IN ('card', 'status', 'checkpoint')),
	from_at     BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	public      BYTEA NOT NULL,
	private     BYTEA,
	PRIMARY KEY (force_id, id)
);
INSERT INTO signing_key_wide (force_id, id, purpose, from_at, until_at, public, private)
	SELECT force_id, id, purpose, from_at, until_at, public, private FROM signing_key;
DROP TABLE signing_key;
ALTER TABLE signing_key_wide RENAME TO signing_key;
