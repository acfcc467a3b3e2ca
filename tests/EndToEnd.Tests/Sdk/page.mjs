// The page's flow with GetStream's own library: node page.mjs BASE_URL API_KEY API_SECRET SERVER_TOKEN CAMERA_URL
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { StreamClient } from '@stream-io/node-sdk';

const [baseUrl, key, secret, token, camera] = process.argv.slice(2);
const client = new StreamClient(key, secret, { basePath: baseUrl, timeout: 10_000 });

/** Verified webhooks in the order of their arrival, and how many of them came compressed. */
const events = [];
let compressed = 0;
const arrivals = new EventTarget();
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks);
  const signature = request.headers['x-signature'];
  if (request.headers['content-encoding'] === 'gzip') {
    compressed++;
  } else {
    assert.ok(client.verifyWebhook(body, signature), 'the signature of a webhook');
  }

  events.push(client.verifyAndParseWebhook(body, signature));
  response.end();
  arrivals.dispatchEvent(new Event('event'));
});

async function received(type, count = 1) {
  const timeout = AbortSignal.timeout(30_000);
  while (events.filter((event) => event.type === type).length < count) {
    await Promise.race([
      once(arrivals, 'event', { signal: timeout }).catch(() => assert.fail(`${count} of ${type} within 30 s`)),
    ]);
  }

  return events.filter((event) => event.type === type);
}

/** Our own request, which no library of GetStream's has: a media server says who is in the call. */
async function participants(method, session, body) {
  const response = await fetch(`${baseUrl}/api/v2/video/call/default/page/participants/${session}?api_key=${key}`, {
    method,
    headers: { Authorization: token, 'stream-auth-type': 'jwt', 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} of a participant: ${response.status} ${await response.text()}`);
}

receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
await client.updateApp({
  event_hooks: [{ hook_type: 'webhook', enabled: true, webhook_url: `http://127.0.0.1:${receiver.address().port}/hook`, event_types: [] }],
});

const { users } = await client.upsertUsers([{ id: 'ada', name: 'Ada', role: 'user', custom: { seat: 4 } }]);
assert.deepEqual([users.ada.name, users.ada.custom], ['Ada', { seat: 4 }]);

// Started and stopped by hand.
const call = client.video.call('default', 'page');
const made = await call.getOrCreate({ data: { created_by_id: 'ada' } });
assert.equal(made.created, true);
assert.equal(made.call.egress.frame_recording ?? null, null);
await assert.rejects(() => call.startFrameRecording(), (error) => error.code === 4);
await participants('PUT', 'ada-1', { user_id: 'ada', tracks: [{ track_type: 'TRACK_TYPE_VIDEO', url: camera }] });
await call.startFrameRecording();
assert.equal((await call.get()).call.egress.frame_recording.status, 'running');
const [ready] = await received('call.frame_recording_ready');
assert.deepEqual(Object.keys(ready.users), ['ada']);
assert.equal(ready.users.ada.custom.seat, 4);
const picture = await fetch(ready.url);
assert.equal(picture.headers.get('content-type'), 'image/jpeg');
await call.stopFrameRecording();
assert.equal((await call.get()).call.egress.frame_recording ?? null, null);
await assert.rejects(() => call.stopFrameRecording(), (error) => error.code === 4);
await received('call.frame_recording_stopped');

// Bodies compressed from here on.
assert.equal(compressed, 0);
await client.updateApp({ enable_hook_payload_compression: true });
await call.startFrameRecording();
await received('call.frame_recording_ready', 2);
await call.stopFrameRecording();
await received('call.frame_recording_stopped', 2);
assert.ok(compressed >= 2, `${compressed} compressed webhooks`);

// By itself for every new call of the type.
const type = await client.video.updateCallType({
  name: 'default',
  settings: { frame_recording: { mode: 'auto-on', capture_interval_in_seconds: 5, quality: '720p' } },
});
assert.equal(type.settings.frame_recording.mode, 'auto-on');
assert.deepEqual(await call.get().then((got) => got.call.settings.frame_recording.mode), 'available');

receiver.closeAllConnections();
receiver.close();
console.log(`${events.length} events verified`);
