// One recording's events at a webhook, at two queues of Amazon SQS, at a queue and at a topic of Azure Service Bus; each read with its vendor's library.
// node sinks.mjs BASE_URL API_KEY API_SECRET SERVER_TOKEN CAMERA_URL QUEUE_URL OLDER_QUEUE_URL ACCESS_KEY SECRET_KEY CONNECTION_STRING
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ServiceBusClient } from '@azure/service-bus';
import { StreamClient } from '@stream-io/node-sdk';

const [baseUrl, key, secret, token, camera, queue, olderQueue, accessKeyId, secretAccessKey, connectionString] = process.argv.slice(2);
const client = new StreamClient(key, secret, { basePath: baseUrl, timeout: 20_000 });
const sqs = new SQSClient({ region: 'us-east-1', endpoint: new URL(queue).origin, credentials: { accessKeyId, secretAccessKey } });
const bus = new ServiceBusClient(connectionString);
const types = ['started', 'ready', 'stopped'].map((end) => `call.frame_recording_${end}`);

/** Sink to the events that it was sent: type to ids. */
const heard = {};
const shown = (sink) => JSON.stringify(types.map((type) => [...(heard[sink][type] ?? [])].sort()));
const isDone = () => types.every((type) => heard.webhook[type]) && Object.keys(heard).every((sink) => shown(sink) === shown('webhook'));

function note(sink, { type, event_id: id, url }, deliveryId) {
  assert.ok(deliveryId && deliveryId !== id, 'an id of the delivery');
  assert.ok(type !== types[1] || url, 'a picture has a URL');
  // The hook of the older fields is sent every type.
  if (types.includes(type)) {
    (heard[sink][type] ??= new Set()).add(id);
  }
}

const webhook = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }

  const body = Buffer.concat(chunks);
  assert.ok(client.verifyWebhook(body, request.headers['x-signature']), 'the signature of a webhook');
  note('webhook', JSON.parse(body), request.headers['x-webhook-id']);
  response.end();
});
webhook.listen(0, '127.0.0.1');
await once(webhook, 'listening');

async function readQueue(sink, url) {
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MessageAttributeNames: ['All'], MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
  for (const message of messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
    note(sink, JSON.parse(message.Body), message.MessageAttributes['X-Webhook-Id'].StringValue);
  }
}

async function readBus(sink, receiver) {
  for (const message of await receiver.receiveMessages(10, { maxWaitTimeInMs: 500 })) {
    const event = JSON.parse(message.body.toString());
    assert.deepEqual(
      [message.subject, message.contentType, message.sessionId, message.applicationProperties['X-Webhook-Id']],
      [event.type, 'application/json', event.call_cid, message.messageId]);
    note(sink, event, message.messageId);
    await receiver.completeMessage(message);
  }
}

// Hooks of every kind by GetStream's library; a secret comes back as a mask, and a mask keeps it.
const keys = { sqs_key: accessKeyId, sqs_secret: secretAccessKey };
const of = (rest) => ({ enabled: true, event_types: types, ...rest });
const azure = { hook_type: 'azure_service_bus', azure_service_bus_connection_string: connectionString };
await client.updateApp({
  event_hooks: [
    of({ hook_type: 'webhook', webhook_url: `http://127.0.0.1:${webhook.address().port}/hook` }),
    of({ hook_type: 'sqs', sqs_queue_url: queue, ...keys }),
    of({ ...azure, azure_service_bus_entity: 'frames' }),
    of({ ...azure, azure_service_bus_connection_string: `${connectionString};EntityPath=topic-frames` }),
  ],
  sqs_url: olderQueue,
  ...keys,
});
const { app } = await client.getApp();
assert.deepEqual(
  app.event_hooks.slice(2).map((hook) => [hook.azure_service_bus_connection_string, hook.azure_service_bus_entity]),
  [['********', 'frames'], ['********', 'topic-frames']]);
await client.updateApp({ event_hooks: app.event_hooks });

async function own(method, path, body) {
  const response = await fetch(`${baseUrl}/api/v2/${path}?api_key=${key}`, {
    method, headers: { Authorization: token, 'stream-auth-type': 'jwt', 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
  return response.json();
}

// A test event reaches the stored queue, and one with a wrong key says what the queue says.
assert.equal((await own('POST', 'check_event_hook', app.event_hooks[2])).status, 'ok');
const refused = await own('POST', 'check_event_hook', {
  ...app.event_hooks[2], azure_service_bus_connection_string: connectionString.replace(/SharedAccessKey=[^;]+/, 'SharedAccessKey=wrong'),
});
assert.deepEqual([refused.status, /Unauthorized/.test(refused.error)], ['error', true]);
const receiver = bus.createReceiver('frames', { skipParsingBodyAsJson: true });
const [test] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 30_000 });
assert.equal(test.subject, 'check_event_hook');
await receiver.completeMessage(test);

// One recording.
for (const sink of ['webhook', 'sqs', 'older', 'queue', 'topic']) {
  heard[sink] = {};
}

await client.upsertUsers([{ id: 'ada' }]);
const call = client.video.call('default', 'sinks');
await call.getOrCreate({ data: { created_by_id: 'ada' } });
await own('PUT', 'video/call/default/sinks/participants/ada-1', { user_id: 'ada', tracks: [{ track_type: 'TRACK_TYPE_VIDEO', url: camera }] });
await call.startFrameRecording();
const subscription = bus.createReceiver('topic-frames', 'one', { skipParsingBodyAsJson: true });
for (let end = Date.now() + 120_000, isStopped = false; !isDone() && Date.now() < end; ) {
  await Promise.all([readQueue('sqs', queue), readQueue('older', olderQueue), readBus('queue', receiver), readBus('topic', subscription)]);
  if (!isStopped && heard.webhook[types[1]]) {
    await call.stopFrameRecording();
    isStopped = true;
  }
}

assert.ok(isDone(), `the same events at every sink within 2 min: ${Object.keys(heard).map((sink) => `${sink} ${shown(sink)}`).join(', ')}`);
await receiver.close();
await subscription.close();
await bus.close();
webhook.closeAllConnections();
webhook.close();
console.log(`events at ${Object.keys(heard).length} sinks`);
