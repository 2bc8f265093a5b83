-- Spreadsheets on their way into the registers: kept between the dry run and the
-- writing, so that nothing that a browser sends back need be believed. They go after a
-- day; content is emptied once the lines are written.
-- +goose Up
CREATE TABLE import_draft (
	force_id    TEXT NOT NULL,
	id          TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	kind        TEXT NOT NULL CHECK (kind IN ('people', 'organisations')),
	name        TEXT NOT NULL,
	size        BIGINT NOT NULL,
	content     BYTEA NOT NULL,
	choices     TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('open', 'taking', 'taken')),
	outcome     TEXT NOT NULL,
	made_at     BIGINT NOT NULL,
	taken_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, id)
);
CREATE INDEX import_draft_account ON import_draft (force_id, account_id, made_at);
