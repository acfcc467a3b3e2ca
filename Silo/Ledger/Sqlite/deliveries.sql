-- What became of deliveries, and how they are made again, in SQLite. Their tables: ledger.sql.
-- The marks are those of ledger.sql.

-- query replay_events
{replay} AND e.event_id IN (SELECT value FROM json_each(@event_ids)) LIMIT @most
{replayed}

-- What is owed already, or leased, would be a repeat of nothing: it is not counted.
-- query replay
INSERT INTO delivery (event_id, app, hook_id, state, attempt, next_at)
SELECT e.event_id, e.app, h.hook_id, 'pending', 0, {now} FROM event e JOIN hook h ON h.app = e.app
WHERE e.app = @app AND e.payload <> '' AND {hook_wants} AND (@hook_id IS NULL OR h.hook_id = @hook_id)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.event_id AND d.hook_id = h.hook_id AND d.state = 'pending')

-- query replay_dead
UPDATE delivery SET state = 'pending', attempt = 0, next_at = {now}, lease_until = NULL, lease_owner = NULL, last_status = NULL, last_error = NULL
WHERE delivery_id IN (
  SELECT d.delivery_id FROM delivery d JOIN event e ON e.event_id = d.event_id JOIN hook h ON h.app = d.app AND h.hook_id = d.hook_id
  WHERE d.app = @app AND d.state = 'dead' AND d.next_at >= @since AND e.payload <> '' AND {hook_wants} AND (@hook_id IS NULL OR h.hook_id = @hook_id)
  ORDER BY d.next_at LIMIT @most)
RETURNING hook_id

-- query hook_wants
h.enabled = 1 AND h.deleted_at IS NULL AND h.product IN ('', 'all', 'video') AND (h.event_types = '[]' OR EXISTS (SELECT 1 FROM json_each(h.event_types) AS wanted WHERE wanted.value = e.type))
