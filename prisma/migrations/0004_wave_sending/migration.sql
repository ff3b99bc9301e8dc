-- In which arm of a programme's holdout a customer is, for ever; from the draw on.
CREATE TABLE "assignment" (
    "customer_id" TEXT NOT NULL,
    "programme_code" TEXT NOT NULL,
    "wave_id" UUID NOT NULL,
    "arm" TEXT NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "assignment_pkey" PRIMARY KEY ("customer_id", "programme_code"),
    CONSTRAINT "assignment_arm" CHECK ("arm" IN ('invited', 'held-out'))
);

CREATE INDEX "assignment_wave_id_arm_idx" ON "assignment"("wave_id", "arm");

ALTER TABLE "assignment" ADD CONSTRAINT "assignment_wave_id_fkey" FOREIGN KEY ("wave_id") REFERENCES "wave"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Since when a wave is being sent, or sent again after a pause.
ALTER TABLE "wave" ADD COLUMN "begun_at" TIMESTAMPTZ(3), ADD COLUMN "paused_because" TEXT;
ALTER TABLE "wave_row" ADD COLUMN "participation_id" UUID, ADD COLUMN "invited_at" TIMESTAMPTZ(3);
CREATE INDEX "wave_sending" ON "wave"("begun_at") WHERE "state" = 'sending';

-- How many messages a second may leave by a channel, over all senders.
CREATE TABLE "send_rate" (
    "channel" TEXT NOT NULL,
    "per_second" INTEGER NOT NULL,
    CONSTRAINT "send_rate_pkey" PRIMARY KEY ("channel"),
    CONSTRAINT "send_rate_per_second" CHECK ("per_second" BETWEEN 1 AND 10000)
);

INSERT INTO "send_rate" ("channel", "per_second") VALUES ('sms', 50), ('email', 50);

-- What the senders have taken of it in the running second: what is lost with a crash is a second old, and nobody waits for a disk.
CREATE UNLOGGED TABLE "send_bucket" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,
    CONSTRAINT "send_bucket_pkey" PRIMARY KEY ("key")
);

-- Claims that came to a wait: they are no tries.
ALTER TABLE "message" ADD COLUMN "waits" INTEGER NOT NULL DEFAULT 0;
