-- The read models in SQLite: what grains save of calls, members and users, and what lists are read by. Their tables: ledger.sql.
-- The marks are those of ledger.sql.

-- custom is a text inside the JSON: it is kept as it was given.
-- query save_call_members
INSERT INTO call_member_index (app, call_cid, user_id, role, created_at, updated_at, custom)
SELECT @app, @cid, value ->> 'user_id', value ->> 'role', value ->> 'created_at', value ->> 'updated_at', value ->> 'custom' FROM json_each(@members)

-- query users_by_id
SELECT body FROM user_index WHERE app = @app AND id IN (SELECT value FROM json_each(@ids))

-- query members_of_calls
SELECT call_cid, user_id, role, custom, created_at, updated_at FROM (
  SELECT m.*, row_number() OVER (PARTITION BY m.call_cid ORDER BY m.created_at, m.user_id) AS place FROM call_member_index m
  WHERE m.app = @app AND m.call_cid IN (SELECT value FROM json_each(@cids))) AS listed
WHERE place <= @most OR user_id = @viewer ORDER BY call_cid, place

-- query visible_to_viewer
(q.created_by_user_id = {viewer} OR q.type IN (SELECT value FROM json_each({types}))
  OR EXISTS (SELECT 1 FROM call_member_index m WHERE m.app = q.app AND m.call_cid = q.cid AND m.user_id = {viewer}))
AND NOT EXISTS (SELECT 1 FROM json_each(q.blocked) WHERE value = {viewer})

-- query visible_by_token
{visible} AND q.cid IN (SELECT value FROM json_each({cids}))
-- query sort_of_time
coalesce({field}, -9223372036854775808)
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
