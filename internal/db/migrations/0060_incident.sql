-- Antisocial behaviour and crime as police.uk publishes them: a file a month and force,
-- its records one by one, the points of the map that they are put at, and the records
-- of each file counted by kind and place, so that a map of years reads one row a month.
-- +goose Up
CREATE TABLE incident_file (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	month         TEXT NOT NULL,
	reporter      TEXT NOT NULL,
	number        BIGINT NOT NULL,
	digest        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE UNIQUE INDEX incident_file_month ON incident_file (force_id, month, reporter) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE incident_place (
	force_id      TEXT NOT NULL,
	number        BIGINT NOT NULL,
	lon           BIGINT NOT NULL,
	lat           BIGINT NOT NULL,
	street        TEXT NOT NULL,
	lsoa          TEXT NOT NULL,
	lsoa_name     TEXT NOT NULL,
	PRIMARY KEY (force_id, number)
);
CREATE TABLE incident_record (
	force_id      TEXT NOT NULL,
	file          BIGINT NOT NULL,
	line          BIGINT NOT NULL,
	kind          BIGINT NOT NULL CHECK (kind BETWEEN 1 AND 16),
	place         BIGINT NOT NULL,
	crime         BYTEA,
	outcome       TEXT NOT NULL,
	PRIMARY KEY (force_id, file, line)
);
CREATE TABLE incident_tally (
	force_id      TEXT NOT NULL,
	file          BIGINT NOT NULL,
	tally         BYTEA NOT NULL,
	PRIMARY KEY (force_id, file)
);
