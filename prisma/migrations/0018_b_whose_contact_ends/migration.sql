CREATE INDEX CONCURRENTLY "contact_look" ON "contact"("look_at") WHERE "look_at" IS NOT NULL;
