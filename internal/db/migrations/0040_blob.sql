-- Uploads, by the hash of their content. They stand in the database, not in a folder,
-- so that one is written in the same transaction as the row that names it, on one
-- machine and on many alike.
-- +goose Up
CREATE TABLE blob (
	force_id    TEXT NOT NULL,
	hash        TEXT NOT NULL,
	type        TEXT NOT NULL CHECK (type IN ('image/jpeg', 'image/png', 'application/pdf', 'application/geo+json', 'text/csv',
		'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
	size        BIGINT NOT NULL,
	content     BYTEA NOT NULL,
	added_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);
