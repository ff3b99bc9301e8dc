-- few rows: no release before this one has served customers, so that these are of trials
UPDATE "contact" c SET "look_at" = CURRENT_TIMESTAMP, "due_at" = CURRENT_TIMESTAMP + INTERVAL '7 days'
FROM "participation" p WHERE p."id" = c."participation_id" AND p."phase" IN ('completed', 'ended');
