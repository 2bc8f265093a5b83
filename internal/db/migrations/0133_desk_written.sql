-- The instant at which a line was worked out, so that it can be worked out anew as it was
-- then and compared: what has lapsed since then by itself is no difference.
-- +goose Up
ALTER TABLE desk_line ADD COLUMN written_at BIGINT NOT NULL DEFAULT 0;
