-- Until when a list is kept that nobody sends; those that are there already, from now on.
ALTER TABLE "wave" ADD COLUMN "expires_at" TIMESTAMPTZ(3);
UPDATE "wave" SET "expires_at" = CURRENT_TIMESTAMP + INTERVAL '30 days' WHERE "state" = 'checked';
CREATE INDEX "wave_expiring" ON "wave"("expires_at") WHERE "state" = 'checked';
