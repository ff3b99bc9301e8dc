-- What mends a refused row, where that is known.
ALTER TABLE "wave_row" ADD COLUMN "hint" TEXT;
