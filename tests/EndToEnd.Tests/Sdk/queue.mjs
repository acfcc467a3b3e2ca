// Events by way of a queue: GetStream's library sets it up, Amazon's own reads it.
// node queue.mjs BASE_URL API_KEY API_SECRET QUEUE_URL OLDER_QUEUE_URL ACCESS_KEY SECRET_KEY
import assert from 'node:assert/strict';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { StreamClient } from '@stream-io/node-sdk';

const [baseUrl, key, secret, queue, olderQueue, accessKeyId, secretAccessKey] = process.argv.slice(2);
const client = new StreamClient(key, secret, { basePath: baseUrl, timeout: 20_000 });
const sqs = new SQSClient({ region: 'us-east-1', endpoint: new URL(queue).origin, credentials: { accessKeyId, secretAccessKey } });
const keys = { sqs_key: accessKeyId, sqs_secret: secretAccessKey };

/** The next message of a queue whose event is of a type; those before it are deleted. */
async function received(url, type, parse) {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['All'], MaxNumberOfMessages: 1, WaitTimeSeconds: 1 }));
    for (const message of messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
      const event = parse(message.Body);
      if (event.type === type) {
        return { event, attributes: message.MessageAttributes };
      }
    }

    await new Promise((resolve) => setTimeout(resolve, messages.length ? 0 : 100));
  }

  assert.fail(`${type} in ${url} within 60 s`);
}

// A test message, and what the queue says to wrong keys.
assert.equal((await client.checkSQS({ sqs_url: queue, ...keys })).status, 'ok');
assert.equal((await received(queue, 'check_sqs', JSON.parse)).attributes['X-Api-Key'].StringValue, key);
const refused = await client.checkSQS({ sqs_url: queue, ...keys, sqs_secret: 'wrong' });
assert.deepEqual([refused.status, /InvalidSignatureException/.test(refused.error)], ['error', true]);

// A hook of the list, compressed.
const hook = { hook_type: 'sqs', enabled: true, event_types: [], sqs_queue_url: queue, sqs_region: 'us-east-1', sqs_auth_type: 'keys', ...keys };
await client.updateApp({ event_hooks: [hook], enable_hook_payload_compression: true });
const { app } = await client.getApp();
assert.equal(app.event_hooks[0].sqs_secret, '********');
await client.updateApp({ event_hooks: app.event_hooks });
await client.video.call('default', 'queued').getOrCreate({ data: { created_by_id: 'ada' } });
const { event, attributes } = await received(queue, 'call.created', (body) => client.parseSqs(body));
assert.equal(event.call_cid, 'default:queued');
assert.equal(attributes.type.StringValue, 'call.created');

// The older fields, plain.
await client.updateApp({ event_hooks: [], sqs_url: olderQueue, ...keys, enable_hook_payload_compression: false });
await client.video.call('default', 'older').getOrCreate({ data: { created_by_id: 'ada' } });
assert.equal((await received(olderQueue, 'call.created', JSON.parse)).event.call_cid, 'default:older');
assert.deepEqual(await client.getApp().then((got) => [got.app.sqs_url, got.app.sqs_secret, got.app.event_hooks]), [olderQueue, '********', []]);
console.log('queues read');
