-- A list that is coming in for a wave, as long as it is heard of.
CREATE TABLE "incoming_list" (
    "id" UUID NOT NULL,
    "wave_id" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "alive_until" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "incoming_list_pkey" PRIMARY KEY ("id")
);

-- Its rows as they were read, some at a time, until all of them are there. Unlogged: what is not whole is worth nothing after a crash, and
-- neither the log nor a backup should hold it.
CREATE UNLOGGED TABLE "incoming_rows" (
    "list_id" UUID NOT NULL,
    "batch" INTEGER NOT NULL,
    "rows" JSONB NOT NULL,
    CONSTRAINT "incoming_rows_pkey" PRIMARY KEY ("list_id", "batch")
);

CREATE UNIQUE INDEX "incoming_list_wave_id_key" ON "incoming_list"("wave_id");

ALTER TABLE "incoming_list" ADD CONSTRAINT "incoming_list_wave_id_fkey" FOREIGN KEY ("wave_id") REFERENCES "wave"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "incoming_rows" ADD CONSTRAINT "incoming_rows_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "incoming_list"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
