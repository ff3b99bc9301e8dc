-- What a customer asked to have erased, and afterwards the receipt: the customer's id is there only until then.
CREATE TABLE "erasure" (
    "id" UUID NOT NULL,
    "customer_id" TEXT,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "carried_out_at" TIMESTAMPTZ(3),
    "participations" INTEGER,
    "unpaid_grants" UUID[] DEFAULT ARRAY[]::UUID[],
    CONSTRAINT "erasure_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "erasure_state" CHECK ("state" IN ('waiting', 'done')),
    -- nothing that waits is forgotten, and nothing that is done leads to anybody
    CONSTRAINT "erasure_waiting" CHECK ("state" <> 'waiting' OR ("customer_id" IS NOT NULL AND "look_at" IS NOT NULL)),
    CONSTRAINT "erasure_done" CHECK ("state" <> 'done' OR ("customer_id" IS NULL AND "carried_out_at" IS NOT NULL))
);

-- The keyed hash of programme code and customerId. No instant and no id beside it: either would lead to the participation.
CREATE TABLE "erased" (
    "hash" TEXT NOT NULL,
    "held_out" BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT "erased_pkey" PRIMARY KEY ("hash")
);

CREATE UNIQUE INDEX "erasure_customer_id_key" ON "erasure"("customer_id");
-- what is to be looked at
CREATE INDEX "erasure_look" ON "erasure"("look_at") WHERE "look_at" IS NOT NULL;

ALTER TABLE "participation" ALTER COLUMN "customer_id" DROP NOT NULL;
ALTER TABLE "participation" ADD CONSTRAINT "participation_open_has_customer" CHECK ("phase" IN ('completed', 'ended') OR "customer_id" IS NOT NULL);
ALTER TABLE "event" ALTER COLUMN "subject" DROP NOT NULL;

-- where a customer's rows are found
CREATE INDEX "event_subject_seq_idx" ON "event"("subject", "seq");
CREATE INDEX "wave_row_customer_id_idx" ON "wave_row"("customer_id");
CREATE INDEX "idempotency_key_about" ON "idempotency_key"((coalesce("body" ->> 'customerId', "body" #>> '{event,id}')));
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");
