-- The batch in which a card was last printed and the day on which its employer was last
-- reminded of it, so that lists filter by them; and the cards asked back, by employer.
-- +goose Up
ALTER TABLE card ADD COLUMN batch_id TEXT NOT NULL DEFAULT '';
ALTER TABLE card ADD COLUMN chase_day TEXT NOT NULL DEFAULT '';
CREATE INDEX card_recall ON card (force_id, org_id) WHERE recall_day <> '' AND until_at = 253402214400000 AND superseded_at = 253402214400000;
CREATE INDEX card_in_batch ON card (force_id, batch_id) WHERE batch_id <> '' AND until_at = 253402214400000 AND superseded_at = 253402214400000;
