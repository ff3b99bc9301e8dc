-- One row for each participation that has something undelivered, with the instant at which the relay has to look at it: the relay
-- finds who is due without reading what is due, however much that is. A row may be there without need and come too early, but it is
-- never missing and never comes too late.
CREATE TABLE "due_participation" (
    "participation_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "due_participation_pkey" PRIMARY KEY ("participation_id")
);
CREATE INDEX "due_participation_due_at_idx" ON "due_participation"("due_at");
ALTER TABLE "due_participation" ADD CONSTRAINT "due_participation_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
