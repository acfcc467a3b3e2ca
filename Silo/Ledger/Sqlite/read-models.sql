-- The read models in SQLite: what grains save of calls, members and users, and what lists are read by. Their tables: ledger.sql.
-- The marks are those of ledger.sql.

-- query save_call
INSERT INTO call_index (app, cid, revision, deleted, type, id, team, created_by_user_id, created_at, updated_at, starts_at, ended_at, ongoing, backstage,
  blocked, custom, body)
VALUES (@app, @cid, @revision, @deleted, @type, @id, @team, @created_by_user_id, @created_at, @updated_at, @starts_at, @ended_at, @ongoing, @backstage,
  @blocked, @custom, @body)
ON CONFLICT (app, cid) DO UPDATE SET revision = excluded.revision, deleted = excluded.deleted, team = excluded.team,
  created_by_user_id = excluded.created_by_user_id, created_at = excluded.created_at, updated_at = excluded.updated_at, starts_at = excluded.starts_at,
  ended_at = excluded.ended_at, ongoing = excluded.ongoing, backstage = excluded.backstage, blocked = excluded.blocked, custom = excluded.custom,
  body = excluded.body
WHERE excluded.revision > call_index.revision

-- query drop_call_members
DELETE FROM call_member_index WHERE app = @app AND call_cid = @cid

-- custom is a text inside the JSON: it is kept as it was given.
-- query save_call_members
INSERT INTO call_member_index (app, call_cid, user_id, role, created_at, updated_at, custom)
SELECT @app, @cid, value ->> 'user_id', value ->> 'role', value ->> 'created_at', value ->> 'updated_at', value ->> 'custom' FROM json_each(@members)

-- query save_user
INSERT INTO user_index (app, id, revision, role, name, banned, shadow_banned, ban_expires, created_at, updated_at, last_active, teams, custom, body)
VALUES (@app, @id, @revision, @role, @name, @banned, @shadow_banned, @ban_expires, @created_at, @updated_at, @last_active, @teams, @custom, @body)
ON CONFLICT (app, id) DO UPDATE SET revision = excluded.revision, role = excluded.role, name = excluded.name, banned = excluded.banned,
  shadow_banned = excluded.shadow_banned, ban_expires = excluded.ban_expires, created_at = excluded.created_at, updated_at = excluded.updated_at,
  last_active = excluded.last_active, teams = excluded.teams, custom = excluded.custom, body = excluded.body
WHERE excluded.revision > user_index.revision

-- Queries of the read models are put together from what follows. q is the row; {filter} and its like stand for other parts, {value} for a parameter.
-- query call_page
SELECT q.revision, q.body, {keys} FROM call_index q
WHERE q.app = @app AND q.deleted = 0 AND {visible} AND {filter} AND {beyond} ORDER BY {order} LIMIT @limit

-- query member_page
SELECT q.call_cid, q.user_id, q.role, q.custom, q.created_at, q.updated_at, {keys} FROM call_member_index q
WHERE q.app = @app AND q.call_cid = @call_cid AND {filter} AND {beyond} ORDER BY {order} LIMIT @limit

-- query user_page
SELECT q.body FROM user_index q WHERE q.app = @app AND {filter} ORDER BY {order} LIMIT @limit OFFSET @offset

-- query users_by_id
SELECT body FROM user_index WHERE app = @app AND id IN (SELECT value FROM json_each(@ids))

-- query members_of_calls
SELECT call_cid, user_id, role, custom, created_at, updated_at FROM (
  SELECT m.*, row_number() OVER (PARTITION BY m.call_cid ORDER BY m.created_at, m.user_id) AS place FROM call_member_index m
  WHERE m.app = @app AND m.call_cid IN (SELECT value FROM json_each(@cids))) AS listed
WHERE place <= @most OR user_id = @viewer ORDER BY call_cid, place

-- Leaps from type to type: an app has many calls and few types.
-- query call_types
WITH RECURSIVE found (type) AS (
  SELECT min(c.type) FROM call_index c WHERE c.app = @app
  UNION ALL
  SELECT (SELECT min(c.type) FROM call_index c WHERE c.app = @app AND c.type > f.type) FROM found f WHERE f.type IS NOT NULL)
SELECT type FROM found WHERE type IS NOT NULL

-- query visible_to_servers
true
-- query visible_to_viewer
(q.created_by_user_id = {viewer} OR q.type IN (SELECT value FROM json_each({types}))
  OR EXISTS (SELECT 1 FROM call_member_index m WHERE m.app = q.app AND m.call_cid = q.cid AND m.user_id = {viewer}))
AND NOT EXISTS (SELECT 1 FROM json_each(q.blocked) WHERE value = {viewer})
-- query visible_by_token
{visible} AND q.cid IN (SELECT value FROM json_each({cids}))

-- query beyond_none
true
-- query beyond_columns
({columns}) {than} ({values})
-- query beyond_first
({column} {than} {value} OR ({column} = {value} AND {rest}))
-- query beyond_last
{column} {than} {value}

-- query sort_of_time
coalesce({field}, -9223372036854775808)
-- query sort_of_text
coalesce({field}, '')

-- query filter_none
true
-- query filter_nor
({filter}) IS NOT TRUE
-- query filter_null
{field} IS NULL
-- query filter_not_null
{field} IS NOT NULL
-- query filter_equal
{field} = {value}
-- query filter_greater
{field} > {value}
-- query filter_greater_or_equal
{field} >= {value}
-- query filter_less
{field} < {value}
-- query filter_less_or_equal
{field} <= {value}
-- query filter_in_text
{field} IN (SELECT value FROM json_each({value}))
-- query filter_in_number
{field} IN (SELECT value FROM json_each({value}))
-- query filter_like
{field} LIKE {value} ESCAPE '\'
-- query filter_word
({field} LIKE {value} ESCAPE '\' OR {field} LIKE '% ' || {value} ESCAPE '\')

-- query field_call_members
EXISTS (SELECT 1 FROM call_member_index m WHERE m.app = q.app AND m.call_cid = q.cid AND m.user_id IN (SELECT value FROM json_each({value})))
-- query field_user_teams
EXISTS (SELECT 1 FROM json_each(q.teams) team WHERE team.value IN (SELECT value FROM json_each({value})))
-- query field_user_banned
(q.banned = 1 AND (q.ban_expires IS NULL OR q.ban_expires > {now}))
-- query field_user_shadow_banned
(q.shadow_banned = 1 AND (q.ban_expires IS NULL OR q.ban_expires > {now}))

-- query custom_any
json_extract(q.custom, {path})
-- query custom_text
CASE WHEN json_type(q.custom, {path}) = 'text' THEN json_extract(q.custom, {path}) END
-- query custom_number
CASE WHEN json_type(q.custom, {path}) IN ('integer', 'real') THEN json_extract(q.custom, {path}) END
-- query custom_flag
CASE WHEN json_type(q.custom, {path}) IN ('true', 'false') THEN json_extract(q.custom, {path}) END
-- query custom_there
json_type(q.custom, {path})
-- query custom_item_text
EXISTS (SELECT 1 FROM json_each(q.custom, {path}) item WHERE item.value = {value} AND item.type = 'text')
-- query custom_item_number
EXISTS (SELECT 1 FROM json_each(q.custom, {path}) item WHERE item.value = {value} AND item.type IN ('integer', 'real'))
-- query custom_item_flag
EXISTS (SELECT 1 FROM json_each(q.custom, {path}) item WHERE item.value = {value} AND item.type IN ('true', 'false'))
