// Going live, permissions of single users, events of one's own.
export default async function live({ assert, client, participant, camera, succeeds, fails }) {
  await client.upsertUsers([{ id: 'l-ada', role: 'admin' }, { id: 'l-eve' }]);
  const call = client.video.call('livestream', 'sdk-live');
  assert.equal((await call.getOrCreate({ data: { created_by_id: 'l-ada' } })).call.backstage, true);
  assert.equal(succeeds(await call.goLive()).call.backstage, false);
  assert.equal(succeeds(await call.stopLive()).call.backstage, true);
  succeeds(await call.goLive());
  await participant(call, 'eve-1', { user_id: 'l-eve', tracks: [{ track_type: 'TRACK_TYPE_VIDEO', url: camera }] });
  succeeds(await call.updateUserPermissions({ user_id: 'l-eve', revoke_permissions: ['send-audio'] }));
  succeeds(await call.updateUserPermissions({ user_id: 'l-eve', grant_permissions: ['send-audio'] }));
  await fails(400, 4, () => call.updateUserPermissions({ user_id: 'l-eve', grant_permissions: ['fly'] }));
  succeeds(await call.sendCallEvent({ user_id: 'l-eve', custom: { wave: true } }));
}
