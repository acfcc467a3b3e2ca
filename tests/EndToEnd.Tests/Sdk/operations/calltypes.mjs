export default async function callTypes({ assert, client, succeeds, fails, isRecent }) {
  const { video } = client;
  const made = succeeds(await video.createCallType({
    name: 'sdk-type',
    settings: { frame_recording: { mode: 'available', capture_interval_in_seconds: 5, quality: '1080p' }, audio: { default_device: 'earpiece', mic_default_on: false } },
    grants: { admin: ['send-audio', 'send-video', 'mute-users'], usher: ['join-call', 'start-frame-recording'] },
    notification_settings: { enabled: true, call_notification: { enabled: true, apns: { title: '{{ user.display_name }}', body: '' } } },
  }));
  assert.deepEqual(made.settings.frame_recording, { mode: 'available', capture_interval_in_seconds: 5, quality: '1080p' });
  assert.deepEqual([made.settings.audio.default_device, made.settings.audio.mic_default_on], ['earpiece', false]);
  assert.deepEqual(made.grants.usher, ['join-call', 'start-frame-recording']);
  assert.ok(made.grants.user.length > 0, 'roles that are not given keep what they have');
  isRecent(made.created_at);

  const put = succeeds(await video.updateCallType({ name: 'sdk-type', settings: { audio: { default_device: 'speaker' } }, grants: { host: ['join-backstage'] } }));
  assert.deepEqual([put.settings.audio.default_device, put.settings.frame_recording.quality], ['speaker', '1080p']);
  assert.deepEqual([put.grants.host, put.grants.usher], [['join-backstage'], ['join-call', 'start-frame-recording']]);

  assert.equal(succeeds(await video.getCallType({ name: 'sdk-type' })).name, 'sdk-type');
  const { call_types: listed } = succeeds(await video.listCallTypes());
  assert.ok(['default', 'audio_room', 'livestream', 'development', 'sdk-type'].every((name) => listed[name]?.name === name));
  assert.deepEqual(listed.default.settings.frame_recording, { mode: 'available', capture_interval_in_seconds: 3, quality: '720p' });
  succeeds(await video.deleteCallType({ name: 'sdk-type' }));
  await fails(404, 16, () => video.getCallType({ name: 'sdk-type' }), 'call type does not exist');
  await fails(400, 4, () => video.updateCallType({ name: 'default', settings: { frame_recording: { mode: 'sometimes' } } }), 'settings.frame_recording.mode');
  await fails(400, 4, () => video.updateCallType({ name: 'default', settings: { frame_recording: { mode: 'auto-on', capture_interval_in_seconds: 61 } } }));
}
