-- Applications of employers, version by version; what is filled in and not sent yet; and
-- the links behind which the applicant works, by the hash of their secrets.
-- +goose Up
CREATE TABLE application (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	prospect_id   TEXT NOT NULL,
	sort_name     TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('draft', 'sent', 'returned', 'recommended', 'approved', 'refused', 'withdrawn')),
	org_id        TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX application_standing ON application (force_id, standing) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX application_prospect ON application (force_id, prospect_id) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE TABLE application_draft (
	force_id       TEXT NOT NULL,
	application_id TEXT NOT NULL,
	saved_at       BIGINT NOT NULL,
	form           TEXT NOT NULL,
	PRIMARY KEY (force_id, application_id)
);
CREATE TABLE application_link (
	force_id       TEXT NOT NULL,
	hash           TEXT NOT NULL,
	application_id TEXT NOT NULL,
	made_at        BIGINT NOT NULL,
	until_at       BIGINT NOT NULL,
	used_at        BIGINT NOT NULL,
	ended_at       BIGINT NOT NULL,
	session_hash   TEXT NOT NULL,
	seen_at        BIGINT NOT NULL,
	PRIMARY KEY (force_id, hash)
);
CREATE INDEX application_link_application ON application_link (force_id, application_id);
CREATE INDEX application_link_session ON application_link (force_id, session_hash);
