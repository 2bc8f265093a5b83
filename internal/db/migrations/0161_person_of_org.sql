-- The persons of one employer are read on any day, not only as they stand.
-- +goose Up
CREATE INDEX person_employer ON person (force_id, org_id, superseded_at);
