-- The ledger in SQLite: all tables, and the queries of ledger and outbox that it takes in words of its own. The others: ../Shared.
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

-- schema 5
-- Attempts that failed. One that was delivered is in its delivery.
CREATE TABLE delivery_attempt (
  event_id TEXT NOT NULL, hook_id TEXT NOT NULL, attempt INTEGER NOT NULL, ended_at INTEGER NOT NULL, status INTEGER, error TEXT) STRICT;
CREATE INDEX delivery_attempt_by_event ON delivery_attempt (event_id);
CREATE INDEX delivery_dead ON delivery (app, next_at) WHERE state = 'dead';

-- query begin
BEGIN IMMEDIATE
-- query begin_read
BEGIN
-- query now
CAST(round(unixepoch('subsec') * 1000) AS INTEGER) * 1000000

-- query is_same_tick
SELECT 1 FROM tick
WHERE egress_id = @egress_id AND track_key = @track_key AND tick = @tick AND provisional = @provisional
  AND outcome = @outcome AND reason IS @reason AND object_key IS @object_key

-- query ticks
SELECT {tick_columns} FROM tick
WHERE app = @app AND call_cid = @call_cid AND {before}
  AND (@egress_id IS NULL OR egress_id = @egress_id) AND (@user_id IS NULL OR user_id = @user_id) AND (@captured_only = 0 OR outcome = 'captured')
ORDER BY due_at DESC, egress_id DESC, track_key DESC, tick DESC LIMIT @limit

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

-- query end_hooks
UPDATE hook SET deleted_at = {now}
WHERE app = @app AND deleted_at IS NULL AND hook_id NOT IN (SELECT value FROM json_each(@hook_ids))
RETURNING hook_id

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
