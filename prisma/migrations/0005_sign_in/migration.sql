-- What is remembered of a browser that signs in: under the hash of its id, until it expires.
CREATE TABLE "session" (
    "id_hash" TEXT NOT NULL,
    "customer_id" TEXT,
    "data" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");
CREATE INDEX "session_customer_id_idx" ON "session"("customer_id");

-- A text that somebody accepted, word for word, under its SHA-256 in hexadecimal digits.
CREATE TABLE "accepted_text" (
    "sha256" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    CONSTRAINT "accepted_text_pkey" PRIMARY KEY ("sha256")
);

-- The evidence of what was accepted by registering on the page.
CREATE TABLE "acceptance" (
    "participation_id" UUID NOT NULL,
    "what" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    CONSTRAINT "acceptance_pkey" PRIMARY KEY ("participation_id", "what"),
    CONSTRAINT "acceptance_what" CHECK ("what" IN ('privacy-notice', 'terms'))
);

ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "acceptance" ADD CONSTRAINT "acceptance_sha256_fkey" FOREIGN KEY ("sha256") REFERENCES "accepted_text"("sha256") ON DELETE RESTRICT ON UPDATE NO ACTION;

-- What a customer says against having lost something; a person decides.
CREATE TABLE "appeal" (
    "id" UUID NOT NULL,
    "participation_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "appealed_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    CONSTRAINT "appeal_pkey" PRIMARY KEY ("id")
);

-- one at a time, and what `appealed=true` lists
CREATE UNIQUE INDEX "appeal_unanswered" ON "appeal"("participation_id") WHERE "answered_at" IS NULL;
CREATE INDEX "appeal_participation_id_appealed_at_idx" ON "appeal"("participation_id", "appealed_at");

ALTER TABLE "appeal" ADD CONSTRAINT "appeal_participation_id_fkey" FOREIGN KEY ("participation_id") REFERENCES "participation"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
