-- How far the scheme reaches and how it grows, version by version: local authorities as the
-- scheme counts them, what is to be reached by a day, and what was said with the community
-- policing teams.
-- +goose Up
CREATE TABLE authority (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	left_out      BIGINT NOT NULL CHECK (left_out IN (0, 1)),
	PRIMARY KEY (force_id, id, version)
);
CREATE TABLE target (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'closed')),
	by_day        BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX target_standing ON target (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE talk (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('open', 'done')),
	held_day      BIGINT NOT NULL,
	next_day      BIGINT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX talk_standing ON talk (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
