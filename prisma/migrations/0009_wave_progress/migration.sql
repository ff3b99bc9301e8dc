-- The wave that a message invites for, so that a wave's messages are counted in an index alone; gone with the customer.
ALTER TABLE "message" ADD COLUMN "wave_id" UUID;
UPDATE "message" m SET "wave_id" = r."wave_id" FROM "wave_row" r
WHERE r."participation_id" = m."participation_id" AND r."verdict" = 'invited' AND m."kind" = 'invitation' AND m."cause" = 'invited';
CREATE INDEX "message_wave" ON "message"("wave_id", "state") WHERE "wave_id" IS NOT NULL;
-- its condition holds for every row, and is there to be asked for: otherwise PostgreSQL might take this index to look up rows by their number
CREATE INDEX "wave_row_counted" ON "wave_row"("wave_id", "verdict", "reason") WHERE "n" > 0;

-- an index tells by itself only of what was tidied up since it changed: early and little by little, not once a fifth of it has changed
ALTER TABLE "message" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE "wave_row" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
