-- A delivery that was never tried is due at once, and of one participation in the order of acceptance, whatever the clocks say.
ALTER TABLE "delivery" ALTER COLUMN "next_try_at" SET DEFAULT '-infinity';

-- Whoever makes a delivery due makes its participation due, in the same transaction. The row is locked in any case: until this is
-- committed, no relay can decide that there is nothing left to do (src/relay/settle.ts).
CREATE FUNCTION deliveries_are_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO due_participation AS p (participation_id, due_at)
  SELECT participation_id, greatest(min(next_try_at), now()) FROM taken_in
  WHERE status = 'pending' GROUP BY participation_id ORDER BY participation_id
  ON CONFLICT (participation_id) DO UPDATE SET due_at = excluded.due_at WHERE p.due_at > excluded.due_at;
  RETURN NULL;
END $$;

CREATE FUNCTION delivery_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO due_participation AS p (participation_id, due_at)
  VALUES (new.participation_id, greatest(new.next_try_at, now()))
  ON CONFLICT (participation_id) DO UPDATE SET due_at = excluded.due_at WHERE p.due_at > excluded.due_at;
  RETURN NULL;
END $$;

CREATE TRIGGER "delivery_taken_in" AFTER INSERT ON "delivery" REFERENCING NEW TABLE AS taken_in
  FOR EACH STATEMENT EXECUTE FUNCTION deliveries_are_due();
-- brought again by hand, or sooner than it was to be
CREATE TRIGGER "delivery_sooner" AFTER UPDATE OF "status", "next_try_at" ON "delivery" FOR EACH ROW
  WHEN (new.status = 'pending' AND (old.status <> 'pending' OR new.next_try_at < old.next_try_at))
  EXECUTE FUNCTION delivery_is_due();
