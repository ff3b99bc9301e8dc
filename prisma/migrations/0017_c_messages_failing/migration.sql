-- Messages that were tried in vain and will be tried again: few, however many wait for their first try.
CREATE INDEX CONCURRENTLY "message_failing" ON "message"("due_at") WHERE "state" = 'pending' AND "attempts" > 0;
