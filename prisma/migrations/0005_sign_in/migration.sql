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
