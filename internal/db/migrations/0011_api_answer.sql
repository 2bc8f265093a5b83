-- Answers to writes that came with an Idempotency-Key, kept for a day, so that a
-- request sent twice is carried out once. status is 0 while the first is under way, and 1
-- once it was carried out, in the transaction that did so, until its answer is kept. run
-- is the attempt that may carry it out.
-- +goose Up
CREATE TABLE api_answer (
	force_id    TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	key         TEXT NOT NULL,
	request     TEXT NOT NULL,
	run         TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	status      BIGINT NOT NULL,
	head        TEXT NOT NULL,
	body        BYTEA NOT NULL,
	PRIMARY KEY (force_id, account_id, key)
);
CREATE INDEX api_answer_made ON api_answer (force_id, made_at);
