-- What could not be sent and is to be tried again.
CREATE INDEX CONCURRENTLY "delivery_failing" ON "delivery"("participation_id", "id") WHERE "status" = 'pending' AND "code" IS NOT NULL;
