-- Events are numbered as they come in, so the first of this is the oldest that has no outcome.
CREATE INDEX CONCURRENTLY "delivery_undelivered" ON "delivery"("event_seq") WHERE "status" = 'pending';
