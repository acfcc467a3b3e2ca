-- Queries of ledger and outbox that all databases take in the same words. The marks are those of ../Sqlite/ledger.sql.

-- query commit
COMMIT
-- query rollback
ROLLBACK
-- query item_begin
SAVEPOINT item
-- query item_keep
RELEASE item
-- query item_undo
ROLLBACK TO item; RELEASE item

-- query save_tick
INSERT INTO tick ({tick_columns})
VALUES (@egress_id, @track_key, @tick, @app, @call_cid, @user_id, @user_session_id, @track, @due_at, @outcome, @reason, @detail, @provisional, @late,
  @mode, @clock, @captured_at, @stored_at, @event_id, @object_key, @bytes, @width, @height, @sha256)
ON CONFLICT (egress_id, track_key, tick) DO UPDATE SET
  outcome = excluded.outcome, reason = excluded.reason, detail = excluded.detail, provisional = 0, late = 1, mode = excluded.mode, clock = excluded.clock,
  captured_at = excluded.captured_at, stored_at = excluded.stored_at, event_id = excluded.event_id, object_key = excluded.object_key,
  bytes = excluded.bytes, width = excluded.width, height = excluded.height, sha256 = excluded.sha256
WHERE tick.provisional = 1 AND excluded.provisional = 0
RETURNING tick

-- query last_tick
SELECT max(tick) FROM tick WHERE egress_id = @egress_id AND track_key = @track_key

-- query tick_columns
egress_id, track_key, tick, app, call_cid, user_id, user_session_id, track, due_at, outcome, reason, detail, provisional, late,
mode, clock, captured_at, stored_at, event_id, object_key, bytes, width, height, sha256

-- query before
(due_at, egress_id, track_key, tick) < (@before_due_at, @before_egress_id, @before_track_key, @before_tick)

-- query outcome_counts
SELECT egress_id, track_key, user_id, track, outcome, reason, count(*) FROM tick
WHERE app = @app AND call_cid = @call_cid
GROUP BY egress_id, track_key, user_id, track, outcome, reason ORDER BY egress_id, track_key, outcome, reason

-- query save_event
INSERT INTO event (event_id, app, call_cid, type, created_at, payload, object_key, stored_at)
VALUES (@event_id, @app, @call_cid, @type, @created_at, @payload, @object_key, @stored_at)
ON CONFLICT (event_id) DO NOTHING

-- query events
SELECT event_id, app, seq, call_cid, type, created_at, payload FROM event WHERE app = @app AND seq > @after_seq ORDER BY seq LIMIT @limit
-- query last_seq
SELECT last FROM app_seq WHERE app = @app

-- query news
SELECT event_id, app, seq, call_cid, type, created_at, payload FROM event
WHERE app = @app AND seq > @after_seq AND type <> 'call.frame_recording_ready' ORDER BY seq LIMIT @limit

-- query save_egress
INSERT INTO egress (egress_id, app, call_cid, session_id, started_at, ended_at, status, reason, storage)
VALUES (@egress_id, @app, @call_cid, @session_id, @started_at, @ended_at, @status, @reason, @storage)
ON CONFLICT (egress_id) DO UPDATE SET ended_at = excluded.ended_at, status = excluded.status, reason = excluded.reason, storage = excluded.storage,
  started_at = excluded.started_at, session_id = excluded.session_id

-- query drop_segments
DELETE FROM egress_segment WHERE egress_id = @egress_id

-- query save_segment
INSERT INTO egress_segment (egress_id, first_tick, starts_at, interval_s, quality, format)
VALUES (@egress_id, @first_tick, @starts_at, @interval_s, @quality, @format)

-- query egresses
SELECT egress_id, app, call_cid, session_id, started_at, ended_at, status, reason, storage FROM egress
WHERE app = @app AND call_cid = @call_cid ORDER BY started_at, egress_id

-- query newest_egresses
SELECT egress_id, call_cid, session_id, started_at, ended_at, status, reason FROM egress
WHERE app = @app ORDER BY started_at DESC, egress_id DESC LIMIT @limit

-- query segments
SELECT s.egress_id, s.first_tick, s.starts_at, s.interval_s, s.quality, s.format FROM egress e JOIN egress_segment s ON s.egress_id = e.egress_id
WHERE e.app = @app AND e.call_cid = @call_cid ORDER BY s.egress_id, s.first_tick

-- query save_hook
INSERT INTO hook (app, hook_id, version, enabled, event_types, product, config_enc, created_at)
VALUES (@app, @hook_id, 1, @enabled, @event_types, @product, @config_enc, {now})
ON CONFLICT (app, hook_id) DO UPDATE SET version = hook.version + 1, enabled = excluded.enabled, event_types = excluded.event_types,
  product = excluded.product, config_enc = excluded.config_enc, deleted_at = NULL,
  created_at = CASE WHEN hook.deleted_at IS NULL THEN hook.created_at ELSE excluded.created_at END

-- query bury_deliveries
UPDATE delivery SET state = 'dead', last_error = 'the hook was removed' WHERE app = @app AND hook_id = @hook_id AND state = 'pending'
-- query find_hook
SELECT config_enc FROM hook WHERE app = @app AND hook_id = @hook_id AND deleted_at IS NULL

-- query due_hooks
SELECT h.app, h.hook_id FROM hook h
WHERE h.enabled = 1 AND h.deleted_at IS NULL AND EXISTS (
  SELECT 1 FROM delivery d WHERE d.app = h.app AND d.hook_id = h.hook_id AND d.state = 'pending' AND d.next_at <= {now}
    AND (d.lease_until IS NULL OR d.lease_until <= {now}))
ORDER BY h.app, h.hook_id

-- A row that its hook's end made dead is not revived by the attempt that was under way.
-- query settle
UPDATE delivery SET state = CASE WHEN state = 'dead' AND @state = 'pending' THEN state ELSE @state END, next_at = {now} + @retry_in,
  lease_until = NULL, lease_owner = NULL, last_status = @last_status, last_error = @last_error
WHERE event_id = @event_id AND hook_id = @hook_id AND app = @app AND lease_owner = @owner AND attempt = @attempt

-- query stale_captures
SELECT e.app, e.call_cid, c.egress_id, c.track_key FROM capture c JOIN egress e ON e.egress_id = c.egress_id
WHERE e.ended_at IS NULL AND c.beat_at < {now} - @age ORDER BY c.egress_id, c.track_key
