-- What became of deliveries, and how they are made again, in PostgreSQL. Their tables: ledger.sql.
-- The marks are those of ../Sqlite/ledger.sql.

-- Follows settle, whose time it takes.
-- query save_attempt
INSERT INTO delivery_attempt (event_id, hook_id, attempt, ended_at, status, error)
SELECT event_id, hook_id, attempt, next_at - @retry_in, last_status, last_error FROM delivery WHERE event_id = @event_id AND hook_id = @hook_id

-- query find_event
SELECT 1 FROM event WHERE event_id = @event_id AND app = @app

-- query deliveries_of_event
SELECT hook_id, state, attempt, next_at, CASE WHEN lease_until > {now} THEN 1 ELSE 0 END, last_status, last_error FROM delivery
WHERE event_id = @event_id ORDER BY hook_id

-- query failed_attempts
SELECT hook_id, attempt, ended_at, status, error FROM delivery_attempt WHERE event_id = @event_id ORDER BY hook_id, ended_at, attempt

-- query replay_events
{replay} AND e.event_id IN (SELECT jsonb_array_elements_text(@event_ids::jsonb)) LIMIT @most
{replayed}

-- query replay_range
{replay} AND e.seq BETWEEN @first AND @last ORDER BY e.seq LIMIT @most
{replayed}

-- What is owed already, or leased, would be a repeat of nothing: it is not counted.
-- query replay
INSERT INTO delivery (event_id, app, hook_id, state, attempt, next_at)
SELECT e.event_id, e.app, h.hook_id, 'pending', 0, {now} FROM event e JOIN hook h ON h.app = e.app
WHERE e.app = @app AND e.payload <> '' AND {hook_wants} AND (@hook_id::text IS NULL OR h.hook_id = @hook_id)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.event_id AND d.hook_id = h.hook_id AND d.state = 'pending')

-- query replayed
ON CONFLICT (event_id, hook_id) DO UPDATE SET state = 'pending', attempt = 0, next_at = excluded.next_at, lease_until = NULL, lease_owner = NULL,
  last_status = NULL, last_error = NULL
RETURNING hook_id

-- query replay_dead
UPDATE delivery SET state = 'pending', attempt = 0, next_at = {now}, lease_until = NULL, lease_owner = NULL, last_status = NULL, last_error = NULL
WHERE delivery_id IN (
  SELECT d.delivery_id FROM delivery d JOIN event e ON e.event_id = d.event_id JOIN hook h ON h.app = d.app AND h.hook_id = d.hook_id
  WHERE d.app = @app AND d.state = 'dead' AND d.next_at >= @since AND e.payload <> '' AND {hook_wants} AND (@hook_id::text IS NULL OR h.hook_id = @hook_id)
  ORDER BY d.next_at LIMIT @most)
RETURNING hook_id

-- query hook_wants
h.enabled = 1 AND h.deleted_at IS NULL AND h.product IN ('', 'all', 'video') AND (h.event_types = '[]' OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(h.event_types::jsonb) AS wanted WHERE wanted = e.type))
