-- What the customer is answered whose appeal is declined; null for one that was granted, or that the end of the loss answered.
ALTER TABLE "appeal" ADD COLUMN "declined_because" TEXT;
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_declined" CHECK ("declined_because" IS NULL OR "answered_at" IS NOT NULL);

-- whom an answer is about: declining answers with the participation
DROP INDEX "idempotency_key_about";
CREATE INDEX "idempotency_key_about" ON "idempotency_key"((coalesce("body" ->> 'customerId', "body" #>> '{event,id}', "body" ->> 'participationId')));
