// Every operation that GetStream's library has for this service: node operations.mjs BASE_URL API_KEY API_SECRET SERVER_TOKEN CAMERA_URL
// Each file of operations/ is a group of them, with a default export that takes the context below. A new group is a new file.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { StreamClient } from '@stream-io/node-sdk';

const [baseUrl, key, secret, token, camera] = process.argv.slice(2);
const options = { basePath: baseUrl, timeout: 20_000 };
const client = new StreamClient(key, secret, options);

const context = {
  assert,
  baseUrl,
  key,
  secret,
  camera,
  client,

  /** A client that sends another token: the library itself only makes server tokens. */
  withToken(other, apiKey = key) {
    const made = new StreamClient(apiKey, secret, options);
    [made.apiClient, made.video.apiClient, made.moderation.apiClient].filter(Boolean).forEach((api) => { api.apiConfig.token = other; });
    return made;
  },

  /** Expects the library's own error, with GetStream's code and the HTTP status. */
  async fails(status, code, request, words = '') {
    await assert.rejects(request, (error) => {
      assert.equal(error.constructor.name, 'StreamError', String(error));
      assert.deepEqual([error.metadata.responseCode, error.code], [status, code], error.message);
      assert.ok(error.message.startsWith(`Stream error code ${code}: `) && error.message.includes(words), error.message);
      assert.ok(Number.isInteger(error.metadata.rateLimit.rateLimit), 'rate limit of an error');
      return true;
    });
  },

  /** Expects what the library makes of every success. */
  succeeds(answer) {
    assert.match(answer.duration, /^[\d.]+ms$/);
    assert.ok(answer.metadata.rateLimit.rateLimitRemaining >= 0);
    assert.ok(answer.metadata.rateLimit.rateLimitReset instanceof Date);
    return answer;
  },

  /** A time that the library has read from nanoseconds. */
  isRecent(time) {
    assert.ok(time instanceof Date && Math.abs(Date.now() - time) < 3_600_000, `${time} is no time of now`);
  },

  /** Our own request, which no library of GetStream's has: a media server says who is in the call. */
  async participant(call, session, body) {
    const response = await fetch(`${baseUrl}/api/v2/video/call/${call.type}/${call.id}/participants/${session}?api_key=${key}`, {
      method: body ? 'PUT' : 'DELETE',
      headers: { Authorization: token, 'stream-auth-type': 'jwt', 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    assert.ok(response.ok, `participant ${session}: ${response.status} ${await response.text()}`);
  },
};

const groups = (await readdir(new URL('operations/', import.meta.url))).filter((name) => name.endsWith('.mjs')).sort();
for (const name of groups) {
  const { default: run } = await import(`./operations/${name}`);
  try {
    await run(context);
  } catch (error) {
    console.error(`${name} failed`);
    throw error;
  }
}

console.log(`${groups.length} groups passed`);
