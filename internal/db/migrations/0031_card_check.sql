-- What the public's checks leave behind: the words that a holder's phone must answer,
-- good for minutes, and counts by day. Nothing is kept of who checked.
-- +goose Up
CREATE TABLE card_code (
	force_id    TEXT NOT NULL,
	card_id     TEXT NOT NULL,
	number      BIGINT NOT NULL,
	word        TEXT NOT NULL,
	until_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, card_id, number)
);
CREATE TABLE card_seen (
	force_id    TEXT NOT NULL,
	card_id     TEXT NOT NULL,
	day         TEXT NOT NULL,
	how         TEXT NOT NULL CHECK (how IN ('scan', 'number', 'program')),
	outcome     TEXT NOT NULL CHECK (outcome IN ('valid', 'not-valid', 'could-not-check')),
	n           BIGINT NOT NULL,
	last_at     BIGINT NOT NULL,
	PRIMARY KEY (force_id, card_id, day, how, outcome)
);
