-- What was removed can be brought back for a day.
ALTER TABLE risk_record ADD COLUMN removed_at INTEGER;
ALTER TABLE training_session ADD COLUMN removed_at INTEGER;
