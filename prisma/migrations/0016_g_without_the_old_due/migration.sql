-- The relay asks "due_participation"; one of the release before finds its deliveries by "delivery_pending_in_order".
DROP INDEX CONCURRENTLY "delivery_due";
