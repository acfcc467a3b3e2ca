-- The read models in PostgreSQL: what grains save of calls, members and users, and what lists are read by. Their tables: ledger.sql.
-- The marks are those of ../Sqlite/ledger.sql.

-- custom is a text inside the JSON: it is kept as it was given.
-- query save_call_members
INSERT INTO call_member_index (app, call_cid, user_id, role, created_at, updated_at, custom)
SELECT @app, @cid, value ->> 'user_id', value ->> 'role', (value ->> 'created_at')::bigint, (value ->> 'updated_at')::bigint, value ->> 'custom'
FROM jsonb_array_elements(@members::jsonb)

-- query users_by_id
SELECT body FROM user_index WHERE app = @app AND id IN (SELECT jsonb_array_elements_text(@ids::jsonb))

-- query members_of_calls
SELECT call_cid, user_id, role, custom, created_at, updated_at FROM (
  SELECT m.*, row_number() OVER (PARTITION BY m.call_cid ORDER BY m.created_at, m.user_id) AS place FROM call_member_index m
  WHERE m.app = @app AND m.call_cid IN (SELECT jsonb_array_elements_text(@cids::jsonb))) AS listed
WHERE place <= @most OR user_id = @viewer ORDER BY call_cid, place

-- query visible_to_viewer
(q.created_by_user_id = {viewer} OR q.type IN (SELECT jsonb_array_elements_text({types}::jsonb))
  OR EXISTS (SELECT 1 FROM call_member_index m WHERE m.app = q.app AND m.call_cid = q.cid AND m.user_id = {viewer}))
AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(q.blocked::jsonb) AS one WHERE one = {viewer})

-- query visible_by_token
{visible} AND q.cid IN (SELECT jsonb_array_elements_text({cids}::jsonb))
-- query sort_of_time
coalesce({field}, '-9223372036854775808'::bigint)
-- query filter_in_text
{field} IN (SELECT jsonb_array_elements_text({value}::jsonb))
-- query filter_in_number
{field} IN (SELECT jsonb_array_elements_text({value}::jsonb)::numeric)
-- query filter_like
{field} ILIKE {value} ESCAPE '\'
-- query filter_word
({field} ILIKE {value} ESCAPE '\' OR {field} ILIKE '% ' || {value} ESCAPE '\')
-- query field_call_members
EXISTS (SELECT 1 FROM call_member_index m WHERE m.app = q.app AND m.call_cid = q.cid AND m.user_id IN (SELECT jsonb_array_elements_text({value}::jsonb)))
-- query field_user_teams
EXISTS (SELECT 1 FROM jsonb_array_elements_text(q.teams::jsonb) AS team WHERE team IN (SELECT jsonb_array_elements_text({value}::jsonb)))
-- query field_user_banned
(q.banned = 1 AND (q.ban_expires IS NULL OR q.ban_expires > {now}))::int
-- query field_user_shadow_banned
(q.shadow_banned = 1 AND (q.ban_expires IS NULL OR q.ban_expires > {now}))::int
-- query custom_any
nullif(q.search #> {path}::text[], 'null'::jsonb)
-- query custom_text
CASE WHEN jsonb_typeof(q.search #> {path}::text[]) = 'string' THEN q.search #>> {path}::text[] END
-- query custom_number
CASE WHEN jsonb_typeof(q.search #> {path}::text[]) = 'number' THEN (q.search #> {path}::text[])::numeric END
-- query custom_flag
CASE WHEN jsonb_typeof(q.search #> {path}::text[]) = 'boolean' THEN (q.search #> {path}::text[])::boolean::int END
-- query custom_there
q.search #> {path}::text[]
-- query custom_item_text
q.search #> {path}::text[] @> to_jsonb({value}::text)
-- query custom_item_number
q.search #> {path}::text[] @> to_jsonb({value}::numeric)
-- query custom_item_flag
q.search #> {path}::text[] @> to_jsonb({value}::bigint = 1)
