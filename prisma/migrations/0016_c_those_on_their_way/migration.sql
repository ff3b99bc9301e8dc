-- few rows: only participations that have something on its way at this moment; their deliveries are not touched
INSERT INTO "due_participation" ("participation_id", "due_at")
SELECT DISTINCT "participation_id", now() FROM "delivery" WHERE "status" = 'pending' ORDER BY "participation_id"
ON CONFLICT ("participation_id") DO NOTHING;
