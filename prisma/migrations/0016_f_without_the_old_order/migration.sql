-- "delivery_pending_in_order" serves whoever used it.
DROP INDEX CONCURRENTLY "delivery_pending";
