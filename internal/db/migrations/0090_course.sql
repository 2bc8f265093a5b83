-- Courses and what comes of them: who delivers and teaches them, what they consist of, when
-- they are held, who has a place, the manuals, and the rule that each person acknowledges.
-- Each table keeps its rows version by version.
-- +goose Up
-- Who delivers courses, and from when to when the scheme approved them.
CREATE TABLE training_provider (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('approved', 'closed')),
	PRIMARY KEY (force_id, id, version)
);
-- Who teaches, for which provider, and on what evidence.
CREATE TABLE trainer (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	provider_id   TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
-- Courses: days, hours, modules and the powers that each enables.
CREATE TABLE course (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	kind          TEXT NOT NULL CHECK (kind IN ('initial', 'refresher', 'cpd')),
	provider_id   TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
-- The calendar: a course on its days, at a place.
CREATE TABLE course_session (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	course_id     TEXT NOT NULL,
	last_day      TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('planned', 'held', 'called-off')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX course_session_last ON course_session (force_id, standing, last_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
-- A person's place in a session, or on its waiting list, and what came of it.
CREATE TABLE training_place (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	session_id    TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	org_id        TEXT NOT NULL,
	standing      TEXT NOT NULL CHECK (standing IN ('booked', 'waiting', 'given-up', 'attended', 'absent', 'passed', 'failed')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX training_place_session ON training_place (force_id, session_id);
CREATE INDEX training_place_person ON training_place (force_id, person_id);
CREATE INDEX training_place_org ON training_place (force_id, org_id);
-- Training manuals, with every version of each.
CREATE TABLE manual (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	course_id     TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
-- Who acknowledged the 999 rule, and when; a row's identity is the person's.
CREATE TABLE rule_word (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	PRIMARY KEY (force_id, id, version)
);
-- The earliest day on which a power was last passed: who is due a refresher is found by it.
ALTER TABLE training ADD COLUMN oldest_day TEXT NOT NULL DEFAULT '';
CREATE INDEX training_oldest ON training (force_id, oldest_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
