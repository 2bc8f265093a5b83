-- Messages to be sent: each is written in the transaction of the act that it tells of,
-- and sent later. An address and the words go once they are no longer needed.
-- +goose Up
CREATE TABLE message (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	kind        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	sender      TEXT NOT NULL,
	address     TEXT NOT NULL,
	subject     TEXT NOT NULL,
	body        TEXT NOT NULL,
	link        TEXT NOT NULL,
	once_key    TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'failed', 'kept')),
	attempts    BIGINT NOT NULL,
	made_at     BIGINT NOT NULL,
	next_at     BIGINT NOT NULL,
	lease_until BIGINT NOT NULL,
	done_at     BIGINT NOT NULL,
	way         TEXT NOT NULL,
	way_ref     TEXT NOT NULL,
	why         TEXT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE UNIQUE INDEX message_once ON message (force_id, once_key) WHERE once_key <> '';
CREATE INDEX message_made ON message (force_id, made_at, id);
CREATE INDEX message_queued ON message (force_id, next_at) WHERE state = 'queued';
CREATE INDEX message_sent ON message (force_id, next_at) WHERE state = 'sent';
