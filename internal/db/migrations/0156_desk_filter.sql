-- Filters of lists that people keep for themselves under a name.
-- +goose Up
CREATE TABLE desk_filter (
	force_id    TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	id          TEXT NOT NULL,
	list        TEXT NOT NULL CHECK (list IN ('people', 'organisations')),
	name        TEXT NOT NULL,
	query       TEXT NOT NULL,
	PRIMARY KEY (force_id, account_id, id)
);
CREATE UNIQUE INDEX desk_filter_name ON desk_filter (force_id, account_id, list, name);
