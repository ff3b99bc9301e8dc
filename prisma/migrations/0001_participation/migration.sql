CREATE TABLE "programme_version" (
    "code" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    CONSTRAINT "programme_version_pkey" PRIMARY KEY ("code", "version"),
    CONSTRAINT "programme_version_state" CHECK ("state" IN ('draft', 'published'))
);

CREATE TABLE "participation" (
    "id" UUID NOT NULL,
    "programme_code" TEXT NOT NULL,
    "programme_version" INTEGER NOT NULL,
    "customer_id" TEXT NOT NULL,
    "language" TEXT NOT NULL DEFAULT 'de',
    "account_id" TEXT,
    "bucket_id" TEXT,
    "phase" TEXT NOT NULL DEFAULT 'invited',
    "ended_because" TEXT,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "invitation_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "registered_at" TIMESTAMPTZ(3),
    "quiet_starts_at" TIMESTAMPTZ(3),
    "quiet_ends_at" TIMESTAMPTZ(3),
    "settlement_ends_at" TIMESTAMPTZ(3),
    "forfeited_by" TEXT,
    "reached" JSONB NOT NULL DEFAULT '{}',
    "granted_megabytes" INTEGER NOT NULL DEFAULT 0,
    "last_visit_at" TIMESTAMPTZ(3),
    "next_due_what" TEXT,
    "next_due_at" TIMESTAMPTZ(3),
    "steps" INTEGER NOT NULL DEFAULT 0,
    "warned_for" TIMESTAMPTZ(3),
    "warned_at" TIMESTAMPTZ(3),
    "sweep_at" TIMESTAMPTZ(3),
    "clock_offset" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "participation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "participation_phase" CHECK ("phase" IN ('invited', 'quiet', 'forfeited', 'dropped', 'settling', 'completed', 'ended')),
    -- what must never happen: a participation that waits with no due instant
    CONSTRAINT "participation_open_has_due" CHECK ("phase" IN ('completed', 'ended') OR ("next_due_at" IS NOT NULL AND "next_due_what" IS NOT NULL))
);

CREATE TABLE "contact" (
    "participation_id" UUID NOT NULL,
    "mobile" JSONB,
    "email" JSONB,
    CONSTRAINT "contact_pkey" PRIMARY KEY ("participation_id")
);

CREATE TABLE "event" (
    "seq" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "event_pkey" PRIMARY KEY ("seq")
);

CREATE TABLE "delivery" (
    "id" BIGSERIAL NOT NULL,
    "event_seq" BIGINT NOT NULL,
    "participation_id" UUID NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "code" TEXT,
    "step" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "delivery_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "delivery_status" CHECK ("status" IN ('pending', 'applied', 'ignored', 'parked'))
);

CREATE TABLE "mailbox" (
    "participation_id" UUID NOT NULL,
    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("participation_id")
);

CREATE TABLE "step" (
    "participation_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "phase" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    CONSTRAINT "step_pkey" PRIMARY KEY ("participation_id", "n")
);

CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "participation_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "megabytes" INTEGER NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'pending',
    "reference" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "step" INTEGER NOT NULL,
    "earned_at" TIMESTAMPTZ(3) NOT NULL,
    "credited_at" TIMESTAMPTZ(3),
    CONSTRAINT "grant_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "grant_state" CHECK ("state" IN ('pending', 'credited', 'failed')),
    CONSTRAINT "grant_megabytes" CHECK ("megabytes" > 0)
);

CREATE TABLE "warning" (
    "participation_id" UUID NOT NULL,
    "last_visit_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "warning_pkey" PRIMARY KEY ("participation_id", "last_visit_at")
);

CREATE TABLE "idempotency_key" (
    "client" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("client", "key")
);

CREATE INDEX "participation_customer_id_idx" ON "participation"("customer_id");
CREATE INDEX "participation_programme_code_phase_invited_at_id_idx" ON "participation"("programme_code", "phase", "invited_at", "id");
CREATE INDEX "participation_invited_at_id_idx" ON "participation"("invited_at", "id");
-- R1: one participation per customer and programme code, for ever; only an expired invitation makes room for a new one
CREATE UNIQUE INDEX "participation_once" ON "participation"("programme_code", "customer_id") WHERE "ended_because" IS DISTINCT FROM 'invitation-expired';
-- the sweep's keyset
CREATE INDEX "participation_sweep" ON "participation"("sweep_at", "id") WHERE "sweep_at" IS NOT NULL;

CREATE UNIQUE INDEX "event_source_id_key" ON "event"("source", "id");
CREATE UNIQUE INDEX "delivery_event_seq_participation_id_key" ON "delivery"("event_seq", "participation_id");
-- what the relay looks for, and what R16 asks
CREATE INDEX "delivery_due" ON "delivery"("next_try_at") WHERE "status" = 'pending';
CREATE INDEX "delivery_pending" ON "delivery"("participation_id", "id") WHERE "status" = 'pending';
CREATE INDEX "delivery_parked" ON "delivery"("id") WHERE "status" = 'parked';

CREATE UNIQUE INDEX "grant_participation_id_code_key" ON "grant"("participation_id", "code");
CREATE INDEX "grant_earned_at_id_idx" ON "grant"("earned_at", "id");
CREATE INDEX "grant_pending" ON "grant"("earned_at", "id") WHERE "state" <> 'credited';

ALTER TABLE "contact" ADD CONSTRAINT "contact_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_event_seq_fkey" FOREIGN KEY ("event_seq") REFERENCES "event"("seq") ON DELETE RESTRICT ON UPDATE NO ACTION;
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "step" ADD CONSTRAINT "step_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "grant" ADD CONSTRAINT "grant_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "warning" ADD CONSTRAINT "warning_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
