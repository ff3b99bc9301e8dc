-- One list for one published programme.
CREATE TABLE "wave" (
    "id" UUID NOT NULL,
    "programme_code" TEXT NOT NULL,
    "programme_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'empty',
    "seed" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "wave_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "wave_state" CHECK ("state" IN ('empty', 'checked', 'sending', 'paused', 'done', 'cancelled'))
);

-- A row of the list and what became of it.
CREATE TABLE "wave_row" (
    "wave_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "customer_id" TEXT,
    "verdict" TEXT NOT NULL,
    "reason" TEXT,
    "language" TEXT,
    "account_id" TEXT,
    "bucket_id" TEXT,
    "reached" JSONB,
    CONSTRAINT "wave_row_pkey" PRIMARY KEY ("wave_id", "n"),
    CONSTRAINT "wave_row_verdict" CHECK ("verdict" IN ('to-invite', 'held-out', 'refused', 'invited'))
);

-- Its addresses, until it is invited or refused: contact data are kept apart.
CREATE TABLE "wave_contact" (
    "wave_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "mobile" JSONB,
    "mobile_hash" TEXT,
    "email" JSONB,
    "email_hash" TEXT,
    CONSTRAINT "wave_contact_pkey" PRIMARY KEY ("wave_id", "n")
);

CREATE INDEX "wave_created_at_id_idx" ON "wave"("created_at", "id");
CREATE INDEX "wave_row_wave_id_customer_id_n_idx" ON "wave_row"("wave_id", "customer_id", "n");
CREATE INDEX "wave_row_wave_id_verdict_n_idx" ON "wave_row"("wave_id", "verdict", "n");

ALTER TABLE "wave_row" ADD CONSTRAINT "wave_row_wave_id_fkey" FOREIGN KEY ("wave_id") REFERENCES "wave"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "wave_contact" ADD CONSTRAINT "wave_contact_wave_id_n_fkey" FOREIGN KEY ("wave_id", "n") REFERENCES "wave_row"("wave_id", "n") ON DELETE CASCADE ON UPDATE NO ACTION;
