-- What was told to whom of what falls due, so that each thing is told at each warning
-- and not again; the days whose digests are done; the calendars that people subscribe
-- to by a secret address, of which the hash is kept, and the entries they have been given.
-- +goose Up
CREATE TABLE clockwork_told (
	force_id    TEXT NOT NULL,
	whom        TEXT NOT NULL,
	item        TEXT NOT NULL,
	due_day     TEXT NOT NULL,
	step        BIGINT NOT NULL,
	told_at     BIGINT NOT NULL,
	message_id  TEXT NOT NULL,
	PRIMARY KEY (force_id, whom, item)
);
CREATE INDEX clockwork_told_item ON clockwork_told (force_id, item);
CREATE TABLE clockwork_run (
	force_id    TEXT NOT NULL,
	day         TEXT NOT NULL,
	done_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, day)
);
CREATE TABLE clockwork_feed (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	hash        TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	seen_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX clockwork_feed_hash ON clockwork_feed (force_id, hash);
CREATE UNIQUE INDEX clockwork_feed_account ON clockwork_feed (force_id, account_id);
CREATE TABLE clockwork_event (
	force_id    TEXT NOT NULL,
	feed_id     TEXT NOT NULL,
	item        TEXT NOT NULL,
	day         TEXT NOT NULL,
	summary     TEXT NOT NULL,
	detail      TEXT NOT NULL,
	sequence    BIGINT NOT NULL,
	changed_at  BIGINT NOT NULL,
	cancelled   BIGINT NOT NULL,
	PRIMARY KEY (force_id, feed_id, item)
);
