// A bucket of one's own with GetStream's own library: node storage.mjs BASE_URL API_KEY API_SECRET SERVER_TOKEN CAMERA_URL S3_URL S3_KEY S3_SECRET S3_REGION
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { StreamClient } from '@stream-io/node-sdk';

const [baseUrl, key, secret, token, camera, s3Url, s3Key, s3Secret, s3Region] = process.argv.slice(2);
const client = new StreamClient(key, secret, { basePath: baseUrl, timeout: 20_000 });
const access = { s3_region: s3Region, s3_api_key: s3Key, s3_secret: s3Secret, s3_custom_endpoint_url: s3Url };
const storage = { name: 'mine', storage_type: 's3', bucket: 'pictures', path: 'calls/', aws_s3: access };

await client.createExternalStorage(storage);
await assert.rejects(() => client.createExternalStorage(storage), (error) => error.code === 4);
await assert.rejects(() => client.createExternalStorage({ ...storage, name: 'stream-s3' }), /stream-s3 name reserved for internal use/);
const { external_storages: listed } = await client.listExternalStorage();
assert.deepEqual(listed, { mine: { bucket: 'pictures', name: 'mine', path: 'calls/', type: 's3' } });
const { file_url: file } = await client.checkExternalStorage({ name: 'mine' });
assert.equal((await fetch(file)).status, 200);

let announce;
const ready = new Promise((resolve) => {
  announce = resolve;
});
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks);
  assert.ok(client.verifyWebhook(body, request.headers['x-signature']), 'the signature of a webhook');
  response.end();
  announce(JSON.parse(body));
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const hook = `http://127.0.0.1:${receiver.address().port}/hook`;
await client.updateApp({ event_hooks: [{ hook_type: 'webhook', enabled: true, webhook_url: hook, event_types: ['call.frame_recording_ready'] }] });

const call = client.video.call('default', 'stored');
await call.getOrCreate({ data: { created_by_id: 'ada' } });
const joined = await fetch(`${baseUrl}/api/v2/video/call/default/stored/participants/ada-1?api_key=${key}`, {
  method: 'PUT',
  headers: { Authorization: token, 'stream-auth-type': 'jwt', 'Content-Type': 'application/json' },
  body: JSON.stringify({ user_id: 'ada', tracks: [{ track_type: 'TRACK_TYPE_VIDEO', url: camera }] }),
});
assert.ok(joined.ok, await joined.text());
await assert.rejects(() => call.startFrameRecording({ recording_external_storage: 'other' }), (error) => error.code === 16);
await call.startFrameRecording({ recording_external_storage: 'mine' });
const patience = setTimeout(() => {
  console.error('no picture was announced within 60 s');
  process.exit(1);
}, 60_000);
const event = await ready;
clearTimeout(patience);
assert.ok(event.url.startsWith(`${s3Url.replace(/\/$/, '')}/pictures/calls/`), event.url);
const picture = await fetch(event.url);
assert.equal(picture.headers.get('content-type'), 'image/jpeg');
assert.equal(createHash('sha256').update(Buffer.from(await picture.arrayBuffer())).digest('hex'), event.sha256);
assert.equal((await fetch(event.url.split('?')[0])).status, 403);
await call.stopFrameRecording();

await client.updateExternalStorage({ name: 'mine', storage_type: 's3', bucket: 'pictures', path: 'later/' });
assert.equal((await client.listExternalStorage()).external_storages.mine.path, 'later/');
await client.deleteExternalStorage({ name: 'mine' });
await assert.rejects(() => client.deleteExternalStorage({ name: 'mine' }), (error) => error.code === 16);

receiver.closeAllConnections();
receiver.close();
console.log('stored');
