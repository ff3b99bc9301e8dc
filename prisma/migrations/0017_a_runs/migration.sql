-- When each thing that is done again and again was done last. One that was never done is as old as this table.
CREATE TABLE "run" (
    "name" TEXT NOT NULL,
    "completed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "run_pkey" PRIMARY KEY ("name")
);
INSERT INTO "run" ("name") VALUES ('sweep'), ('erasures'), ('expiries'), ('forgotten-credits'), ('waves');
