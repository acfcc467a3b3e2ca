// Users' tokens and call tokens as the library makes them, and what they are refused.
export default async function tokens({ assert, client, withToken, fails, succeeds }) {
  await client.upsertUsers([{ id: 't-ada', role: 'admin' }, { id: 't-eve' }]);
  const [mine, other] = [client.video.call('default', 'sdk-mine'), client.video.call('default', 'sdk-other')];
  await mine.getOrCreate({ data: { created_by_id: 't-ada' } });
  await other.getOrCreate({ data: { created_by_id: 't-ada' } });
  const as = (token) => withToken(token).video;

  const eve = as(client.generateUserToken({ user_id: 't-eve', validity_in_seconds: 60 }));
  succeeds(await eve.getCall({ type: 'default', id: 'sdk-mine' }));
  await fails(403, 17, () => eve.startFrameRecording({ type: 'default', id: 'sdk-mine' }), "User 't-eve' with role 'user' is not allowed to perform action StartFrameRecording in scope 'video:default'");
  await fails(403, 17, () => eve.listCallTypes());
  const permanent = as(client.generatePermanentUserToken({ user_id: 't-ada' }));
  await fails(400, 4, () => permanent.startFrameRecording({ type: 'default', id: 'sdk-mine' }), 'there is no active session');

  const bound = as(client.generateCallToken({ user_id: 't-eve', role: 'admin', call_cids: ['default:sdk-mine'], validity_in_seconds: 60 }));
  await fails(400, 4, () => bound.startFrameRecording({ type: 'default', id: 'sdk-mine' }), 'there is no active session');
  await fails(403, 17, () => bound.getCall({ type: 'default', id: 'sdk-other' }));
  assert.equal((await as(client.createToken('t-eve')).getCall({ type: 'default', id: 'sdk-mine' })).call.id, 'sdk-mine');
  succeeds(await as(client.createCallToken('t-eve', ['default:sdk-mine'])).getCall({ type: 'default', id: 'sdk-mine' }));
}
