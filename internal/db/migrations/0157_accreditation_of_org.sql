-- The accreditations of one employer are read on any day, not only as they stand.
-- +goose Up
DROP INDEX accreditation_org;
CREATE INDEX accreditation_org ON accreditation (force_id, org_id, superseded_at);
