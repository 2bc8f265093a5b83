-- The police force is the tenant: every other table has it first in every key.
-- +goose Up
CREATE TABLE force (
	id          TEXT NOT NULL PRIMARY KEY,
	name        TEXT NOT NULL,
	short_name  TEXT NOT NULL,
	host        TEXT NOT NULL,
	settings    TEXT NOT NULL,
	created_at  BIGINT NOT NULL
);
