-- Queries of what became of deliveries that all databases take in the same words. The marks are those of ../Sqlite/ledger.sql.

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

-- query replay_range
{replay} AND e.seq BETWEEN @first AND @last ORDER BY e.seq LIMIT @most
{replayed}

-- query replayed
ON CONFLICT (event_id, hook_id) DO UPDATE SET state = 'pending', attempt = 0, next_at = excluded.next_at, lease_until = NULL, lease_owner = NULL,
  last_status = NULL, last_error = NULL
RETURNING hook_id
