// The page's steps under Node: node node.mjs BASE_URL API_KEY BACKEND CALL
import assert from 'node:assert/strict';
import { WebSocket } from 'ws';
import { Page } from './client.mjs';

const [baseURL, key, backend, call] = process.argv.slice(2);
const options = { baseURL, key, backend, WebSocketImpl: WebSocket };

const moderator = new Page(options);
assert.deepEqual(await moderator.connect('mod'), { id: 'mod', name: 'mod on a page', role: 'moderator', seat: 4, tokens: 1 });
assert.deepEqual(await moderator.create(`${call}-own`), { created: true, by: 'mod' });
assert.deepEqual(await moderator.open(call), ['start-frame-record-call', 'stop-frame-record-call']);

const visitor = new Page(options);
await visitor.connect('ada');
assert.deepEqual(await visitor.open(call), []);
const refused = await visitor.startRefused();
assert.deepEqual([refused.name, refused.code, refused.status], ['ErrorFromResponse', 17, 403]);

const seen = visitor.next('call.frame_recording_started');
await moderator.start();
await seen();
await moderator.stop();
assert.equal(moderator.count('call.frame_recording_ready'), 0, 'pictures are for servers');
await moderator.disconnect();
await visitor.disconnect();
console.log('done');
process.exit(0);
