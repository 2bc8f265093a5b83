-- Persons who may be entered twice. The keys and likenesses follow from the register of
-- persons; what was said of a pair is a register.
-- +goose Up
CREATE TABLE person_key (
	force_id  TEXT NOT NULL,
	key       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	PRIMARY KEY (force_id, key, person_id)
);
CREATE INDEX person_key_person ON person_key (force_id, person_id);
CREATE TABLE person_likeness (
	force_id  TEXT NOT NULL,
	first_id  TEXT NOT NULL,
	second_id TEXT NOT NULL,
	why       TEXT NOT NULL,
	found_at  BIGINT NOT NULL,
	PRIMARY KEY (force_id, first_id, second_id)
);
CREATE INDEX person_likeness_second ON person_likeness (force_id, second_id);
CREATE TABLE person_pair (
	force_id      TEXT NOT NULL,
	id            TEXT NOT NULL,
	version       BIGINT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	known_at      BIGINT NOT NULL,
	superseded_at BIGINT NOT NULL,
	entry_id      TEXT NOT NULL,
	state         TEXT NOT NULL,
	first_id      TEXT NOT NULL,
	second_id     TEXT NOT NULL,
	verdict       TEXT NOT NULL CHECK (verdict IN ('two-persons', 'two-employers', 'merged')),
	PRIMARY KEY (force_id, id, version)
);
CREATE INDEX person_pair_first ON person_pair (force_id, first_id);
CREATE INDEX person_pair_second ON person_pair (force_id, second_id);
