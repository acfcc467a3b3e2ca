-- Queries of the read models that all databases take in the same words. The marks are those of ../Sqlite/ledger.sql.

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

-- Leaps from type to type: an app has many calls and few types.
-- query call_types
WITH RECURSIVE found (type) AS (
  SELECT min(c.type) FROM call_index c WHERE c.app = @app
  UNION ALL
  SELECT (SELECT min(c.type) FROM call_index c WHERE c.app = @app AND c.type > f.type) FROM found f WHERE f.type IS NOT NULL)
SELECT type FROM found WHERE type IS NOT NULL

-- query visible_to_servers
true
-- query beyond_none
true
-- query beyond_columns
({columns}) {than} ({values})
-- query beyond_first
({column} {than} {value} OR ({column} = {value} AND {rest}))
-- query beyond_last
{column} {than} {value}
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
