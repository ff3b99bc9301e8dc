-- Who of these customers is held out of a programme, asked by whoever is about to let them in: not before a draw that is being decided is
-- committed, and no draw is decided before they are in. The answer has to be newer than the asking statement, whose snapshot may be
-- older than the draw it has waited for: in a volatile function each statement has a snapshot of its own.
CREATE FUNCTION "held_out_among"("programme" TEXT, "customers" TEXT[]) RETURNS SETOF TEXT LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('draw of ' || programme, 0));
  RETURN QUERY SELECT a."customer_id" FROM "assignment" a
    WHERE a."customer_id" = ANY (customers) AND a."programme_code" = programme AND a."arm" = 'held-out';
END
$$;
