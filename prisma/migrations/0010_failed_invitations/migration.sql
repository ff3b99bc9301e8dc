-- invitations that have failed, the newest first: a wave of which too many have pauses itself
CREATE INDEX "message_failed" ON "message"("decided_at") WHERE "state" = 'failed' AND "kind" = 'invitation';
