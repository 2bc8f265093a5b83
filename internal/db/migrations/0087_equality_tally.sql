-- What applicants answered of themselves, as one sealed tally a quarter: no row for a person
-- or an answer, no instant, no order. The size of what is sealed tells nothing either.
-- +goose Up
CREATE TABLE equality_tally (
	force_id    TEXT NOT NULL,
	quarter     TEXT NOT NULL,
	sealed      BYTEA NOT NULL,
	PRIMARY KEY (force_id, quarter)
);
