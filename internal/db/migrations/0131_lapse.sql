-- What of each live accreditation lapses, and when: derived with the desk's lines, so
-- that what falls due of ten thousand persons is read from one index. Cards that are
-- held are found by their last day.
-- +goose Up
CREATE TABLE desk_lapse (
	force_id    TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	what        TEXT NOT NULL CHECK (what IN ('period', 'vetting', 'training', 'law')),
	at          BIGINT NOT NULL,
	powers      TEXT NOT NULL,
	PRIMARY KEY (force_id, person_id, what, at)
);
CREATE INDEX desk_lapse_at ON desk_lapse (force_id, at, person_id);
CREATE INDEX card_ends ON card (force_id, ends_day) WHERE until_at = 253402214400000 AND superseded_at = 253402214400000;
