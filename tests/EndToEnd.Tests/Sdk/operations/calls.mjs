export default async function calls({ assert, client, camera, participant, succeeds, fails, isRecent }) {
  const { video } = client;
  await client.upsertUsers([{ id: 'c-ada', role: 'admin' }, { id: 'c-bert' }, { id: 'c-carl' }]);
  const call = video.call('default', 'sdk-call');
  const starts = new Date('2031-05-06T07:08:09.120Z');
  const made = succeeds(await call.getOrCreate({
    data: {
      created_by_id: 'c-ada', starts_at: starts, team: 'red', custom: { topic: 'stars' }, members: [{ user_id: 'c-ada', role: 'host' }, { user_id: 'c-bert' }],
      settings_override: { frame_recording: { mode: 'available', capture_interval_in_seconds: 2, quality: '360p' } },
    },
  }));
  assert.deepEqual([made.created, made.call.cid, made.call.created_by.id, made.call.custom], [true, 'default:sdk-call', 'c-ada', { topic: 'stars' }]);
  assert.equal(made.call.starts_at.getTime(), starts.getTime());
  assert.equal(made.call.settings.frame_recording.capture_interval_in_seconds, 2);
  isRecent(made.call.created_at);
  assert.equal((await call.create({ data: { created_by_id: 'c-bert' } })).created, false);

  assert.equal(succeeds(await call.get()).members.length, 2);
  const changed = succeeds(await call.update({ custom: { topic: 'planets' }, settings_override: { frame_recording: { mode: 'available', capture_interval_in_seconds: 4 } } }));
  assert.deepEqual([changed.call.custom, changed.call.settings.frame_recording.quality], [{ topic: 'planets' }, '360p']);

  const added = succeeds(await call.updateCallMembers({ update_members: [{ user_id: 'c-carl', role: 'host', custom: { seat: 1 } }] }));
  assert.deepEqual(added.members.map((member) => [member.user_id, member.role, member.custom]), [['c-carl', 'host', { seat: 1 }]]);
  succeeds(await call.updateCallMembers({ remove_members: ['c-carl'] }));
  const members = succeeds(await call.queryMembers({ sort: [{ field: 'user_id', direction: 1 }], limit: 1 }));
  assert.deepEqual([members.members[0].user_id, typeof members.next], ['c-ada', 'string']);
  assert.equal((await call.queryMembers({ sort: [{ field: 'user_id', direction: 1 }], limit: 1, next: members.next })).members[0].user_id, 'c-bert');

  const found = succeeds(await video.queryCalls({ filter_conditions: { 'custom.topic': 'planets', team: 'red' }, sort: [{ field: 'created_at', direction: -1 }] }));
  assert.deepEqual(found.calls.map((one) => one.call.cid), ['default:sdk-call']);

  // With a session: what only works while somebody is there.
  await fails(400, 4, () => call.startFrameRecording(), 'there is no active session');
  await participant(call, 'ada-1', { user_id: 'c-ada', tracks: [{ track_type: 'TRACK_TYPE_VIDEO', url: camera }] });
  await participant(call, 'bert-1', { user_id: 'c-bert', tracks: [] });
  const people = succeeds(await call.queryCallParticipants({ filter_conditions: { user_id: { $in: ['c-ada'] } }, limit: 5 }));
  assert.deepEqual(people.participants.map((one) => one.user.id), ['c-ada']);
  succeeds(await call.startFrameRecording());
  assert.equal((await call.get()).call.egress.frame_recording.status, 'running');
  await fails(400, 4, () => call.startFrameRecording());
  succeeds(await call.stopFrameRecording());
  await fails(400, 4, () => call.stopFrameRecording(), 'call egress is not running');
  assert.deepEqual(succeeds(await call.listRecordings()).recordings, []);

  succeeds(await call.muteUsers({ user_ids: ['c-ada'], video: true, muted_by_id: 'c-bert' }));
  succeeds(await call.kickUser({ user_id: 'c-bert' }));
  succeeds(await call.blockUser({ user_id: 'c-bert' }));
  assert.deepEqual((await call.get()).call.blocked_user_ids, ['c-bert']);
  succeeds(await call.unblockUser({ user_id: 'c-bert' }));
  assert.deepEqual((await call.get()).call.blocked_user_ids, []);
  succeeds(await call.end());
  isRecent((await call.get()).call.ended_at);
  const gone = succeeds(await call.delete());
  assert.equal(gone.call.cid, 'default:sdk-call');
  await fails(404, 16, () => call.get(), "Can't find call with id default:sdk-call");
  succeeds(await call.delete({ hard: true }));
}
