-- Set when the participation is over: when it is looked whether anything still needs the addresses, and when they go even so.
ALTER TABLE "contact" ADD COLUMN "look_at" TIMESTAMPTZ(3), ADD COLUMN "due_at" TIMESTAMPTZ(3);
