-- Not before then may the charging system be asked about a grant. Of those that are pending now an earlier release may have a request under way.
ALTER TABLE "grant" ADD COLUMN "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP + interval '1 minute';
ALTER TABLE "grant" ALTER COLUMN "next_attempt_at" SET DEFAULT CURRENT_TIMESTAMP;

-- What all workers have taken of CHARGING_RATE in the running window: what a crash loses is old by then, and nobody waits for a disk.
CREATE UNLOGGED TABLE "charging_bucket" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,
    CONSTRAINT "charging_bucket_pkey" PRIMARY KEY ("key")
);
