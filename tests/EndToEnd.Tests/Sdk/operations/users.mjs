export default async function users({ assert, client, succeeds, isRecent, fails }) {
  const made = succeeds(await client.upsertUsers([
    { id: 'u-ada', name: 'Ada', role: 'admin', custom: { seat: 4, place: { city: 'Oslo' } }, image: 'https://pictures.example/ada.png' },
    { id: 'u-eve', name: 'Eve' },
  ]));
  assert.deepEqual([made.users['u-ada'].role, made.users['u-eve'].role], ['admin', 'user']);
  isRecent(made.users['u-ada'].created_at);

  const changed = succeeds(await client.updateUsersPartial({ users: [{ id: 'u-ada', set: { name: 'Ada L.', 'place.city': 'Bergen' }, unset: ['image', 'seat'] }] }));
  assert.deepEqual([changed.users['u-ada'].name, changed.users['u-ada'].custom, changed.users['u-ada'].image ?? null], ['Ada L.', { place: { city: 'Bergen' } }, null]);
  await fails(404, 16, () => client.updateUsersPartial({ users: [{ id: 'u-nobody', set: { name: 'x' } }] }), 'does not exist');

  const query = (payload) => client.queryUsers({ payload });
  const found = succeeds(await query({ filter_conditions: { id: { $in: ['u-ada', 'u-eve'] } }, sort: [{ field: 'id', direction: -1 }] }));
  assert.deepEqual(found.users.map((user) => user.id), ['u-eve', 'u-ada']);
  assert.equal((await query({ filter_conditions: { name: { $autocomplete: 'Ada' } }, limit: 1 })).users[0].id, 'u-ada');
  await fails(400, 4, () => query({ filter_conditions: { shoe_size: 42 } }));

  const guest = succeeds(await client.createGuest({ user: { id: 'visitor', name: 'Visitor' } }));
  assert.ok(guest.user.id.endsWith('visitor') && guest.user.role === 'guest' && guest.access_token.split('.').length === 3);
  await fails(400, 4, () => client.upsertUsers([{ id: 'a b' }]), 'users.a b.id');
}
