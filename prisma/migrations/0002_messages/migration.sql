-- What is to be told to a customer, or was: one row for each cause. Addresses stay in "contact".
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "participation_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "channel" TEXT,
    "reason" TEXT,
    "reference" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claims" INTEGER NOT NULL DEFAULT 0,
    "claimed_until" TIMESTAMPTZ(3),
    "may_have_arrived" BOOLEAN NOT NULL DEFAULT false,
    "may_repeat" BOOLEAN NOT NULL DEFAULT false,
    "due_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "advertised_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    CONSTRAINT "message_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "message_state" CHECK ("state" IN ('pending', 'sent', 'delivered', 'failed', 'suppressed')),
    -- nothing that waits is forgotten
    CONSTRAINT "message_pending_has_due" CHECK ("state" <> 'pending' OR "due_at" IS NOT NULL)
);

-- The keyed hash of an address that no longer wants to hear from us; it outlives the address.
CREATE TABLE "opt_out" (
    "channel" TEXT NOT NULL,
    "address_hash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "opted_out_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "opt_out_pkey" PRIMARY KEY ("channel", "address_hash"),
    CONSTRAINT "opt_out_scope" CHECK ("scope" IN ('advertising', 'all'))
);

CREATE UNIQUE INDEX "message_participation_id_kind_cause_key" ON "message"("participation_id", "kind", "cause");
-- what the sender looks for: what is to be sent, and what is to be asked after
CREATE INDEX "message_due" ON "message"("due_at", "id") WHERE "due_at" IS NOT NULL;

ALTER TABLE "message" ADD CONSTRAINT "message_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- The customer's own way in, as one message carried it: only the hash of its token is kept.
CREATE TABLE "invitation_link" (
    "token_hash" TEXT NOT NULL,
    "participation_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "invitation_link_pkey" PRIMARY KEY ("token_hash")
);

CREATE INDEX "invitation_link_participation_id_idx" ON "invitation_link"("participation_id");

ALTER TABLE "invitation_link" ADD CONSTRAINT "invitation_link_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
