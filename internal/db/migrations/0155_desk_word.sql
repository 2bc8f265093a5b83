-- The words of people's names, in small letters without accents, so that names spelt in
-- another way are found. They follow from the register of persons.
-- +goose Up
CREATE TABLE desk_word (
	force_id   TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	word       TEXT NOT NULL,
	PRIMARY KEY (force_id, person_id, word)
);
CREATE INDEX desk_word_word ON desk_word (force_id, word, person_id);
