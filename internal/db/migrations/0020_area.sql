-- Areas: the force's own, its local policing areas and districts, local authorities,
-- wards, and areas drawn for one organisation. Boundaries change, so they have periods.
-- +goose Up
CREATE TABLE area (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('force', 'local-policing-area', 'district', 'authority', 'ward', 'drawn')),
	name          TEXT NOT NULL,
	code          TEXT NOT NULL,
	parent_id     TEXT NOT NULL,
	authority_id  TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX area_kind ON area (force_id, kind, name) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
