-- Appeals against a refusal or a withdrawal of an accreditation: who decided first, while
-- an appeal waits to be heard by somebody else.
-- +goose Up
ALTER TABLE accreditation ADD COLUMN appealed TEXT NOT NULL DEFAULT '';
CREATE INDEX accreditation_appealed ON accreditation (force_id, appealed) WHERE appealed <> '';
