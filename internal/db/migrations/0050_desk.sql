-- One line a person for lists and counts: derived, within the same transaction, from
-- the registers, so that a filtered, sorted page reads one index and no join.
-- +goose Up
CREATE TABLE desk_line (
	force_id         TEXT NOT NULL,
	person_id        TEXT NOT NULL,
	accreditation_id TEXT NOT NULL,
	org_id           TEXT NOT NULL,
	org_name         TEXT NOT NULL,
	sort_org         TEXT NOT NULL,
	name             TEXT NOT NULL,
	sort_name        TEXT NOT NULL,
	number           TEXT NOT NULL,
	role_title       TEXT NOT NULL,
	stage            TEXT NOT NULL CHECK (stage IN ('put-forward', 'vetting', 'vetting-refused', 'cleared', 'proposed', 'granted', 'suspended', 'org-stopped', 'refused', 'ended')),
	begins_at        BIGINT NOT NULL,
	until_at         BIGINT NOT NULL,
	ends_as          TEXT NOT NULL,
	due_at           BIGINT NOT NULL,
	due_what         TEXT NOT NULL,
	waiting_day      TEXT NOT NULL,
	area_text        TEXT NOT NULL,
	powers           BIGINT NOT NULL,
	photo            TEXT NOT NULL,
	PRIMARY KEY (force_id, person_id)
);
CREATE INDEX desk_line_name ON desk_line (force_id, sort_name, person_id);
CREATE INDEX desk_line_number ON desk_line (force_id, number, person_id);
CREATE INDEX desk_line_org ON desk_line (force_id, sort_org, sort_name, person_id);
CREATE INDEX desk_line_of_org ON desk_line (force_id, org_id, stage, sort_name);
CREATE INDEX desk_line_due ON desk_line (force_id, due_at, person_id);
CREATE INDEX desk_line_stage ON desk_line (force_id, stage, until_at, begins_at);
CREATE INDEX desk_line_role ON desk_line (force_id, role_title, person_id);
CREATE TABLE desk_line_power (
	force_id    TEXT NOT NULL,
	power       TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	until_at    BIGINT NOT NULL,
	PRIMARY KEY (force_id, power, person_id)
);
CREATE INDEX desk_line_power_person ON desk_line_power (force_id, person_id);
CREATE TABLE desk_line_area (
	force_id    TEXT NOT NULL,
	area_id     TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	PRIMARY KEY (force_id, area_id, person_id)
);
CREATE INDEX desk_line_area_person ON desk_line_area (force_id, person_id);
