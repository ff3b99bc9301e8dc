-- What is undelivered of one participation: what is due of it first, in the order of acceptance.
CREATE INDEX CONCURRENTLY "delivery_pending_in_order" ON "delivery"("participation_id", "next_try_at", "id") WHERE "status" = 'pending';
