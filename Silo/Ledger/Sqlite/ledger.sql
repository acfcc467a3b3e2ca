-- The ledger in SQLite: all tables, and the queries of ledger and outbox. Those of the read models: read-models.sql.
-- "-- schema N" starts the statements that bring the tables from version N-1 to N: a step that was released never changes.
-- "-- query name" starts a query. {name} inside a query stands for the text of the query of that name.
-- Times are unix nanoseconds, truth values 0 and 1, ids text.

-- schema 1
CREATE TABLE egress (
  egress_id TEXT PRIMARY KEY, app TEXT NOT NULL, call_cid TEXT NOT NULL, session_id TEXT NOT NULL,
  started_at INTEGER NOT NULL, ended_at INTEGER, status TEXT NOT NULL, reason TEXT, storage TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX egress_by_call ON egress (app, call_cid, started_at);

-- quality: the shorter side of the picture in pixels.
CREATE TABLE egress_segment (
  egress_id TEXT NOT NULL, first_tick INTEGER NOT NULL, starts_at INTEGER NOT NULL, interval_s INTEGER NOT NULL, quality INTEGER NOT NULL,
  PRIMARY KEY (egress_id, first_tick)) STRICT, WITHOUT ROWID;

CREATE TABLE tick (
  egress_id TEXT NOT NULL, track_key TEXT NOT NULL, tick INTEGER NOT NULL,
  app TEXT NOT NULL, call_cid TEXT NOT NULL, user_id TEXT NOT NULL, user_session_id TEXT NOT NULL, track TEXT NOT NULL,
  due_at INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT, detail TEXT, provisional INTEGER NOT NULL, late INTEGER NOT NULL,
  mode TEXT, clock TEXT, captured_at INTEGER, stored_at INTEGER, event_id TEXT, object_key TEXT,
  bytes INTEGER, width INTEGER, height INTEGER, sha256 TEXT,
  PRIMARY KEY (egress_id, track_key, tick)) STRICT, WITHOUT ROWID;
CREATE INDEX tick_by_call ON tick (app, call_cid, due_at, egress_id, track_key, tick);

-- object_key and stored_at: of the picture that a ready event announces. seq is empty only inside the transaction that writes the row.
CREATE TABLE event (
  event_id TEXT PRIMARY KEY, app TEXT NOT NULL, seq INTEGER, call_cid TEXT NOT NULL, type TEXT NOT NULL,
  created_at INTEGER NOT NULL, payload TEXT NOT NULL, object_key TEXT, stored_at INTEGER) STRICT;
CREATE UNIQUE INDEX event_by_seq ON event (app, seq);

CREATE TABLE app_seq (app TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- event_types: a JSON array, empty for all.
CREATE TABLE hook (
  app TEXT NOT NULL, hook_id TEXT NOT NULL, version INTEGER NOT NULL, enabled INTEGER NOT NULL, event_types TEXT NOT NULL, product TEXT NOT NULL,
  config_enc BLOB NOT NULL, created_at INTEGER NOT NULL, deleted_at INTEGER, PRIMARY KEY (app, hook_id)) STRICT, WITHOUT ROWID;

-- delivery_id orders rows that became due in the same millisecond.
CREATE TABLE delivery (
  delivery_id INTEGER PRIMARY KEY, event_id TEXT NOT NULL, app TEXT NOT NULL, hook_id TEXT NOT NULL, state TEXT NOT NULL, attempt INTEGER NOT NULL,
  next_at INTEGER NOT NULL, lease_until INTEGER, lease_owner TEXT, last_status INTEGER, last_error TEXT, UNIQUE (event_id, hook_id)) STRICT;
CREATE INDEX delivery_due ON delivery (app, hook_id, next_at) WHERE state = 'pending';
CREATE INDEX delivery_leased ON delivery (app, hook_id, lease_until) WHERE lease_owner IS NOT NULL;

CREATE TABLE capture (
  egress_id TEXT NOT NULL, track_key TEXT NOT NULL, owner_silo TEXT, beat_at INTEGER NOT NULL, PRIMARY KEY (egress_id, track_key)) STRICT, WITHOUT ROWID;

-- schema 2
CREATE INDEX egress_by_start ON egress (app, started_at, egress_id);

-- schema 3
ALTER TABLE egress_segment ADD COLUMN format TEXT NOT NULL DEFAULT 'jpeg';

-- schema 4
-- What queries read; a row of an older revision never replaces a newer one. Columns are named as the fields of the queries.
-- body: the call with its users by id alone. blocked, teams: JSON arrays. A deleted call keeps its revision alone.
CREATE TABLE call_index (
  app TEXT NOT NULL, cid TEXT NOT NULL, revision INTEGER NOT NULL, deleted INTEGER NOT NULL, type TEXT NOT NULL, id TEXT NOT NULL, team TEXT,
  created_by_user_id TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, starts_at INTEGER, ended_at INTEGER,
  ongoing INTEGER NOT NULL, backstage INTEGER NOT NULL, blocked TEXT NOT NULL, custom TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (app, cid)) STRICT;
CREATE INDEX call_index_by_type ON call_index (app, type);
CREATE INDEX call_index_by_creation ON call_index (app, created_at, cid);

CREATE TABLE call_member_index (
  app TEXT NOT NULL, call_cid TEXT NOT NULL, user_id TEXT NOT NULL, role TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  custom TEXT NOT NULL, PRIMARY KEY (app, call_cid, user_id)) STRICT, WITHOUT ROWID;
CREATE INDEX call_member_index_by_user ON call_member_index (app, user_id, call_cid);

-- body: the user as answers have it.
CREATE TABLE user_index (
  app TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, role TEXT NOT NULL, name TEXT, banned INTEGER NOT NULL, shadow_banned INTEGER NOT NULL,
  ban_expires INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, last_active INTEGER, teams TEXT NOT NULL, custom TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (app, id)) STRICT;
CREATE INDEX user_index_by_creation ON user_index (app, created_at, id);

-- query begin
BEGIN IMMEDIATE
-- query begin_read
BEGIN
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

-- query now
CAST(round(unixepoch('subsec') * 1000) AS INTEGER) * 1000000

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

-- query is_same_tick
SELECT 1 FROM tick
WHERE egress_id = @egress_id AND track_key = @track_key AND tick = @tick AND provisional = @provisional
  AND outcome = @outcome AND reason IS @reason AND object_key IS @object_key

-- query last_tick
SELECT max(tick) FROM tick WHERE egress_id = @egress_id AND track_key = @track_key

-- query tick_columns
egress_id, track_key, tick, app, call_cid, user_id, user_session_id, track, due_at, outcome, reason, detail, provisional, late,
mode, clock, captured_at, stored_at, event_id, object_key, bytes, width, height, sha256

-- query ticks
SELECT {tick_columns} FROM tick
WHERE app = @app AND call_cid = @call_cid AND {before}
  AND (@egress_id IS NULL OR egress_id = @egress_id) AND (@user_id IS NULL OR user_id = @user_id) AND (@captured_only = 0 OR outcome = 'captured')
ORDER BY due_at DESC, egress_id DESC, track_key DESC, tick DESC LIMIT @limit

-- query before
(due_at, egress_id, track_key, tick) < (@before_due_at, @before_egress_id, @before_track_key, @before_tick)

-- Leaps from track to track along the primary key: a poll of the newest pictures must not read every tick of the call.
-- query latest_ticks
WITH RECURSIVE
track (egress_id, track_key) AS (
  SELECT e.egress_id, (SELECT min(t.track_key) FROM tick t WHERE t.egress_id = e.egress_id)
  FROM egress e WHERE e.app = @app AND e.call_cid = @call_cid AND (@egress_id IS NULL OR e.egress_id = @egress_id)
  UNION ALL
  SELECT k.egress_id, (SELECT min(t.track_key) FROM tick t WHERE t.egress_id = k.egress_id AND t.track_key > k.track_key)
  FROM track k WHERE k.track_key IS NOT NULL),
newest AS (
  SELECT t.*, row_number() OVER (PARTITION BY t.track_key ORDER BY t.due_at DESC, t.egress_id DESC) AS age
  FROM track k CROSS JOIN tick t ON t.egress_id = k.egress_id AND t.track_key = k.track_key AND t.tick = (
    SELECT n.tick FROM tick n
    WHERE n.egress_id = k.egress_id AND n.track_key = k.track_key AND (@captured_only = 0 OR n.outcome = 'captured')
    ORDER BY n.tick DESC LIMIT 1)
  WHERE @user_id IS NULL OR t.user_id = @user_id)
SELECT {tick_columns} FROM newest
WHERE age = 1 AND {before}
ORDER BY due_at DESC, egress_id DESC, track_key DESC, tick DESC LIMIT @limit

-- query outcome_counts
SELECT egress_id, track_key, user_id, track, outcome, reason, count(*) FROM tick
WHERE app = @app AND call_cid = @call_cid
GROUP BY egress_id, track_key, user_id, track, outcome, reason ORDER BY egress_id, track_key, outcome, reason

-- query save_event
INSERT INTO event (event_id, app, call_cid, type, created_at, payload, object_key, stored_at)
VALUES (@event_id, @app, @call_cid, @type, @created_at, @payload, @object_key, @stored_at)
ON CONFLICT (event_id) DO NOTHING

-- query owe_deliveries
INSERT INTO delivery (event_id, app, hook_id, state, attempt, next_at)
SELECT @event_id, app, hook_id, 'pending', 0, {now} FROM hook
WHERE app = @app AND enabled = 1 AND deleted_at IS NULL AND product IN ('', 'all', 'video')
  AND (event_types = '[]' OR EXISTS (SELECT 1 FROM json_each(event_types) AS wanted WHERE wanted.value = @type))
RETURNING hook_id

-- query take_seq
INSERT INTO app_seq (app, last) VALUES (@app, @count) ON CONFLICT (app) DO UPDATE SET last = last + excluded.last RETURNING last

-- query give_seq
UPDATE event SET seq = @first + fresh.key FROM json_each(@event_ids) AS fresh WHERE event.event_id = fresh.value

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

-- query end_hooks
UPDATE hook SET deleted_at = {now}
WHERE app = @app AND deleted_at IS NULL AND hook_id NOT IN (SELECT value FROM json_each(@hook_ids))
RETURNING hook_id

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

-- An event of the very batch that claims has no seq yet: it is claimed by the next one.
-- query claim
UPDATE delivery SET attempt = attempt + 1, lease_owner = @owner, lease_until = {now} + @lease
WHERE delivery_id IN (
  SELECT d.delivery_id FROM delivery d
  WHERE d.app = @app AND d.hook_id = @hook_id AND d.state = 'pending' AND d.next_at <= {now} AND (d.lease_until IS NULL OR d.lease_until <= {now})
    AND EXISTS (SELECT 1 FROM hook h WHERE h.app = d.app AND h.hook_id = d.hook_id AND h.enabled = 1 AND h.deleted_at IS NULL)
    AND EXISTS (SELECT 1 FROM event e WHERE e.event_id = d.event_id AND e.seq IS NOT NULL)
  ORDER BY d.next_at, d.delivery_id LIMIT @max)
RETURNING delivery_id

-- query claimed
SELECT e.event_id, e.app, e.seq, e.call_cid, e.type, e.created_at, e.payload, d.attempt, e.object_key, e.stored_at
FROM delivery d JOIN event e ON e.event_id = d.event_id
WHERE d.delivery_id IN (SELECT value FROM json_each(@delivery_ids)) ORDER BY d.next_at, d.delivery_id

-- A row that its hook's end made dead is not revived by the attempt that was under way.
-- query settle
UPDATE delivery SET state = CASE WHEN state = 'dead' AND @state = 'pending' THEN state ELSE @state END, next_at = {now} + @retry_in,
  lease_until = NULL, lease_owner = NULL, last_status = @last_status, last_error = @last_error
WHERE event_id = @event_id AND hook_id = @hook_id AND app = @app AND lease_owner = @owner AND attempt = @attempt

-- query next_due
SELECT min(due) - {now} FROM (
  SELECT * FROM (
    SELECT d.next_at AS due FROM delivery d
    WHERE d.app = @app AND d.hook_id = @hook_id AND d.state = 'pending' AND (d.lease_until IS NULL OR d.lease_until <= {now})
    ORDER BY d.next_at LIMIT 1)
  UNION ALL
  SELECT min(d.lease_until) FROM delivery d
  WHERE d.app = @app AND d.hook_id = @hook_id AND d.lease_owner IS NOT NULL AND d.state = 'pending' AND d.lease_until > {now})
WHERE EXISTS (SELECT 1 FROM hook h WHERE h.app = @app AND h.hook_id = @hook_id AND h.enabled = 1 AND h.deleted_at IS NULL)

-- query register_captures
INSERT INTO capture (egress_id, track_key, beat_at) SELECT @egress_id, value, {now} FROM json_each(@track_keys) WHERE true
ON CONFLICT (egress_id, track_key) DO UPDATE SET beat_at = excluded.beat_at, owner_silo = NULL

-- query remove_captures
DELETE FROM capture WHERE egress_id = @egress_id AND track_key IN (SELECT value FROM json_each(@track_keys))

-- query beat
UPDATE capture SET owner_silo = @silo, beat_at = {now}
WHERE (egress_id, track_key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(@tracks))

-- query stale_captures
SELECT e.app, e.call_cid, c.egress_id, c.track_key FROM capture c JOIN egress e ON e.egress_id = c.egress_id
WHERE e.ended_at IS NULL AND c.beat_at < {now} - @age ORDER BY c.egress_id, c.track_key
