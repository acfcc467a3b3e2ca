-- The ledger in PostgreSQL: all tables, and the queries of ledger and outbox that it takes in words of its own. The others: ../Shared.
-- The marks, and what values mean, are those of ../Sqlite/ledger.sql. Names sort by their bytes there: hence COLLATE "C".

-- schema 1
CREATE TABLE egress (
  egress_id text COLLATE "C" PRIMARY KEY, app text COLLATE "C" NOT NULL, call_cid text COLLATE "C" NOT NULL, session_id text NOT NULL,
  started_at bigint NOT NULL, ended_at bigint, status text NOT NULL, reason text, storage text NOT NULL);
CREATE INDEX egress_by_call ON egress (app, call_cid, started_at);
CREATE INDEX egress_by_start ON egress (app, started_at, egress_id);

-- quality: the shorter side of the picture in pixels.
CREATE TABLE egress_segment (
  egress_id text COLLATE "C" NOT NULL, first_tick bigint NOT NULL, starts_at bigint NOT NULL, interval_s bigint NOT NULL, quality bigint NOT NULL,
  format text NOT NULL, PRIMARY KEY (egress_id, first_tick));

CREATE TABLE tick (
  egress_id text COLLATE "C" NOT NULL, track_key text COLLATE "C" NOT NULL, tick bigint NOT NULL,
  app text COLLATE "C" NOT NULL, call_cid text COLLATE "C" NOT NULL, user_id text NOT NULL, user_session_id text NOT NULL, track text NOT NULL,
  due_at bigint NOT NULL, outcome text COLLATE "C" NOT NULL, reason text COLLATE "C", detail text, provisional bigint NOT NULL, late bigint NOT NULL,
  mode text, clock text, captured_at bigint, stored_at bigint, event_id text, object_key text,
  bytes bigint, width bigint, height bigint, sha256 text,
  PRIMARY KEY (egress_id, track_key, tick));
CREATE INDEX tick_by_call ON tick (app, call_cid, due_at, egress_id, track_key, tick);

-- object_key and stored_at: of the picture that a ready event announces. seq is empty only inside the transaction that writes the row.
CREATE TABLE event (
  event_id text COLLATE "C" PRIMARY KEY, app text COLLATE "C" NOT NULL, seq bigint, call_cid text NOT NULL, type text NOT NULL,
  created_at bigint NOT NULL, payload text NOT NULL, object_key text, stored_at bigint);
CREATE UNIQUE INDEX event_by_seq ON event (app, seq);

CREATE TABLE app_seq (app text COLLATE "C" PRIMARY KEY, last bigint NOT NULL);

-- event_types: a JSON array, empty for all.
CREATE TABLE hook (
  app text COLLATE "C" NOT NULL, hook_id text COLLATE "C" NOT NULL, version bigint NOT NULL, enabled bigint NOT NULL, event_types text NOT NULL,
  product text NOT NULL, config_enc bytea NOT NULL, created_at bigint NOT NULL, deleted_at bigint, PRIMARY KEY (app, hook_id));

-- delivery_id orders rows that became due in the same microsecond.
CREATE TABLE delivery (
  delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id text COLLATE "C" NOT NULL, app text COLLATE "C" NOT NULL,
  hook_id text COLLATE "C" NOT NULL, state text NOT NULL, attempt bigint NOT NULL, next_at bigint NOT NULL, lease_until bigint, lease_owner text,
  last_status bigint, last_error text, UNIQUE (event_id, hook_id));
CREATE INDEX delivery_due ON delivery (app, hook_id, next_at) WHERE state = 'pending';
CREATE INDEX delivery_leased ON delivery (app, hook_id, lease_until) WHERE lease_owner IS NOT NULL;

-- Attempts that failed. One that was delivered is in its delivery.
CREATE TABLE delivery_attempt (
  event_id text COLLATE "C" NOT NULL, hook_id text COLLATE "C" NOT NULL, attempt bigint NOT NULL, ended_at bigint NOT NULL, status bigint, error text);
CREATE INDEX delivery_attempt_by_event ON delivery_attempt (event_id);
CREATE INDEX delivery_dead ON delivery (app, next_at) WHERE state = 'dead';

CREATE TABLE capture (
  egress_id text COLLATE "C" NOT NULL, track_key text COLLATE "C" NOT NULL, owner_silo text, beat_at bigint NOT NULL, PRIMARY KEY (egress_id, track_key));

-- What PostgreSQL's JSON cannot hold (a NUL in a text, half a surrogate pair) is answered as it was given, and no filter finds it.
CREATE FUNCTION searchable(given text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN given::jsonb;
EXCEPTION WHEN data_exception THEN
  RETURN '{}'::jsonb;
END $$;

-- What queries read; a row of an older revision never replaces a newer one. Columns are named as the fields of the queries.
-- body: the call with its users by id alone. blocked, teams: JSON arrays. A deleted call keeps its revision alone.
CREATE TABLE call_index (
  app text COLLATE "C" NOT NULL, cid text COLLATE "C" NOT NULL, revision bigint NOT NULL, deleted bigint NOT NULL, type text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL, team text COLLATE "C", created_by_user_id text COLLATE "C" NOT NULL, created_at bigint NOT NULL,
  updated_at bigint NOT NULL, starts_at bigint, ended_at bigint, ongoing bigint NOT NULL, backstage bigint NOT NULL, blocked text NOT NULL,
  custom text NOT NULL, body text NOT NULL, search jsonb GENERATED ALWAYS AS (searchable(custom)) STORED, PRIMARY KEY (app, cid));
CREATE INDEX call_index_by_type ON call_index (app, type);
CREATE INDEX call_index_by_creation ON call_index (app, created_at, cid);

CREATE TABLE call_member_index (
  app text COLLATE "C" NOT NULL, call_cid text COLLATE "C" NOT NULL, user_id text COLLATE "C" NOT NULL, role text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL, updated_at bigint NOT NULL, custom text NOT NULL, search jsonb GENERATED ALWAYS AS (searchable(custom)) STORED,
  PRIMARY KEY (app, call_cid, user_id));
CREATE INDEX call_member_index_by_user ON call_member_index (app, user_id, call_cid);

-- body: the user as answers have it.
CREATE TABLE user_index (
  app text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL, revision bigint NOT NULL, role text COLLATE "C" NOT NULL, name text COLLATE "C",
  banned bigint NOT NULL, shadow_banned bigint NOT NULL, ban_expires bigint, created_at bigint NOT NULL, updated_at bigint NOT NULL,
  last_active bigint, teams text NOT NULL, custom text NOT NULL, body text NOT NULL,
  search jsonb GENERATED ALWAYS AS (searchable(custom)) STORED, PRIMARY KEY (app, id));
CREATE INDEX user_index_by_creation ON user_index (app, created_at, id);

-- query begin
BEGIN
-- query begin_read
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
-- query now
((extract(epoch FROM statement_timestamp()) * 1000000)::bigint * 1000)

-- query is_same_tick
SELECT 1 FROM tick
WHERE egress_id = @egress_id AND track_key = @track_key AND tick = @tick AND provisional = @provisional
  AND outcome = @outcome AND reason IS NOT DISTINCT FROM @reason AND object_key IS NOT DISTINCT FROM @object_key

-- query ticks
SELECT {tick_columns} FROM tick
WHERE app = @app AND call_cid = @call_cid AND {before}
  AND (@egress_id::text IS NULL OR egress_id = @egress_id) AND (@user_id::text IS NULL OR user_id = @user_id) AND (@captured_only = 0 OR outcome = 'captured')
ORDER BY due_at DESC, egress_id DESC, track_key DESC, tick DESC LIMIT @limit

-- Leaps from track to track along the primary key: a poll of the newest pictures must not read every tick of the call.
-- query latest_ticks
WITH RECURSIVE
track (egress_id, track_key) AS (
  SELECT e.egress_id, (SELECT min(t.track_key) FROM tick t WHERE t.egress_id = e.egress_id)
  FROM egress e WHERE e.app = @app AND e.call_cid = @call_cid AND (@egress_id::text IS NULL OR e.egress_id = @egress_id)
  UNION ALL
  SELECT k.egress_id, (SELECT min(t.track_key) FROM tick t WHERE t.egress_id = k.egress_id AND t.track_key > k.track_key)
  FROM track k WHERE k.track_key IS NOT NULL),
newest AS (
  SELECT t.*, row_number() OVER (PARTITION BY t.track_key ORDER BY t.due_at DESC, t.egress_id DESC) AS age
  FROM track k JOIN tick t ON t.egress_id = k.egress_id AND t.track_key = k.track_key AND t.tick = (
    SELECT n.tick FROM tick n
    WHERE n.egress_id = k.egress_id AND n.track_key = k.track_key AND (@captured_only = 0 OR n.outcome = 'captured')
    ORDER BY n.tick DESC LIMIT 1)
  WHERE @user_id::text IS NULL OR t.user_id = @user_id)
SELECT {tick_columns} FROM newest
WHERE age = 1 AND {before}
ORDER BY due_at DESC, egress_id DESC, track_key DESC, tick DESC LIMIT @limit

-- query owe_deliveries
INSERT INTO delivery (event_id, app, hook_id, state, attempt, next_at)
SELECT @event_id, app, hook_id, 'pending', 0, {now} FROM hook
WHERE app = @app AND enabled = 1 AND deleted_at IS NULL AND product IN ('', 'all', 'video')
  AND (event_types = '[]' OR EXISTS (SELECT 1 FROM jsonb_array_elements_text(event_types::jsonb) AS wanted WHERE wanted = @type))
RETURNING hook_id

-- query take_seq
INSERT INTO app_seq (app, last) VALUES (@app, @count) ON CONFLICT (app) DO UPDATE SET last = app_seq.last + excluded.last RETURNING app_seq.last

-- query give_seq
UPDATE event SET seq = @first + fresh.place - 1 FROM jsonb_array_elements_text(@event_ids::jsonb) WITH ORDINALITY AS fresh (id, place)
WHERE event.event_id = fresh.id

-- query end_hooks
UPDATE hook SET deleted_at = {now}
WHERE app = @app AND deleted_at IS NULL AND hook_id NOT IN (SELECT jsonb_array_elements_text(@hook_ids::jsonb))
RETURNING hook_id

-- An event of the very batch that claims has no seq yet: it is claimed by the next one.
-- query claim
UPDATE delivery SET attempt = attempt + 1, lease_owner = @owner, lease_until = {now} + @lease
WHERE delivery_id IN (
  SELECT d.delivery_id FROM delivery d
  WHERE d.app = @app AND d.hook_id = @hook_id AND d.state = 'pending' AND d.next_at <= {now} AND (d.lease_until IS NULL OR d.lease_until <= {now})
    AND EXISTS (SELECT 1 FROM hook h WHERE h.app = d.app AND h.hook_id = d.hook_id AND h.enabled = 1 AND h.deleted_at IS NULL)
    AND EXISTS (SELECT 1 FROM event e WHERE e.event_id = d.event_id AND e.seq IS NOT NULL)
  ORDER BY d.next_at, d.delivery_id LIMIT @max FOR UPDATE SKIP LOCKED)
RETURNING delivery_id

-- query claimed
SELECT e.event_id, e.app, e.seq, e.call_cid, e.type, e.created_at, e.payload, d.attempt, e.object_key, e.stored_at
FROM delivery d JOIN event e ON e.event_id = d.event_id
WHERE d.delivery_id IN (SELECT value::bigint FROM jsonb_array_elements_text(@delivery_ids::jsonb)) ORDER BY d.next_at, d.delivery_id

-- query next_due
SELECT min(due) - {now} FROM (
  SELECT * FROM (
    SELECT d.next_at AS due FROM delivery d
    WHERE d.app = @app AND d.hook_id = @hook_id AND d.state = 'pending' AND (d.lease_until IS NULL OR d.lease_until <= {now})
    ORDER BY d.next_at LIMIT 1) AS soonest
  UNION ALL
  SELECT min(d.lease_until) FROM delivery d
  WHERE d.app = @app AND d.hook_id = @hook_id AND d.lease_owner IS NOT NULL AND d.state = 'pending' AND d.lease_until > {now}) AS dues
WHERE EXISTS (SELECT 1 FROM hook h WHERE h.app = @app AND h.hook_id = @hook_id AND h.enabled = 1 AND h.deleted_at IS NULL)

-- query register_captures
INSERT INTO capture (egress_id, track_key, beat_at) SELECT @egress_id, value, {now} FROM jsonb_array_elements_text(@track_keys::jsonb)
ON CONFLICT (egress_id, track_key) DO UPDATE SET beat_at = excluded.beat_at, owner_silo = NULL

-- query remove_captures
DELETE FROM capture WHERE egress_id = @egress_id AND track_key IN (SELECT jsonb_array_elements_text(@track_keys::jsonb))

-- query beat
UPDATE capture SET owner_silo = @silo, beat_at = {now}
WHERE (egress_id, track_key) IN (SELECT value ->> 0, value ->> 1 FROM jsonb_array_elements(@tracks::jsonb))
