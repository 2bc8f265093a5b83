-- The team that a person of a list belongs to, so that lists filter by it.
-- +goose Up
ALTER TABLE desk_line ADD COLUMN team_id TEXT NOT NULL DEFAULT '';
ALTER TABLE desk_line ADD COLUMN team_name TEXT NOT NULL DEFAULT '';
CREATE INDEX desk_line_team ON desk_line (force_id, team_id, sort_name, person_id) WHERE team_id <> '';
