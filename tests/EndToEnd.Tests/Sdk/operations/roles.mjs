export default async function roles({ assert, client, succeeds, fails, isRecent }) {
  const { role } = succeeds(await client.createRole({ name: 'sdk-usher' }));
  assert.deepEqual([role.name, role.custom], ['sdk-usher', true]);
  isRecent(role.created_at);
  const listed = succeeds(await client.listRoles()).roles.map((one) => one.name);
  assert.ok(['admin', 'user', 'guest', 'anonymous', 'sdk-usher'].every((name) => listed.includes(name)), listed.join());
  succeeds(await client.deleteRole({ name: 'sdk-usher' }));
  await fails(400, 4, () => client.createRole({ name: 'x'.repeat(65) }));

  const { permissions } = succeeds(await client.listPermissions());
  const start = permissions.find((permission) => permission.id === 'start-frame-recording');
  assert.equal(start.action, 'StartFrameRecording');
  assert.equal(succeeds(await client.getPermission({ id: 'stop-frame-recording' })).permission.action, 'StopFrameRecording');
  await fails(404, 16, () => client.getPermission({ id: 'no-such-permission' }));
}
