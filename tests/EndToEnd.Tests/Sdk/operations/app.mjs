// Hooks and the app's other settings.
export default async function app({ assert, client, succeeds, fails, isRecent }) {
  succeeds(await client.updateApp({ event_hooks: [{ hook_type: 'webhook', enabled: true, webhook_url: 'http://127.0.0.1:9/none', event_types: ['call.created'] }] }));
  const { app: settings } = succeeds(await client.getApp());
  const [hook] = settings.event_hooks;
  assert.deepEqual([hook.hook_type, hook.enabled, hook.event_types], ['webhook', true, ['call.created']]);
  isRecent(hook.created_at);
  succeeds(await client.updateApp({ event_hooks: [] }));
  assert.deepEqual((await client.getApp()).app.event_hooks, []);
  await fails(400, 4, () => client.updateApp({ event_hooks: [{ hook_type: 'pigeon', enabled: true }] }));
  await fails(400, 4, () => client.updateApp({ cdn_expiration_seconds: 1 }));

  const { server_side: limits } = succeeds(await client.getRateLimits({ server_side: true }));
  assert.ok(limits.GetCall.limit > 0 && limits.GetCall.remaining >= 0 && limits.GetCall.reset > 1_700_000_000);
  const queue = succeeds(await client.checkSQS({ sqs_url: 'http://127.0.0.1:1/0/none', sqs_key: 'key', sqs_secret: 'secret' }));
  assert.equal(queue.status, 'error');
  assert.ok(queue.error.length > 0);
  assert.equal(succeeds(await client.checkSNS({ sns_topic_arn: 'arn:aws:sns:eu-west-1:0:none' })).status, 'error');
}
