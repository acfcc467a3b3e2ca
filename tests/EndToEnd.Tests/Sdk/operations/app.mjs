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
}
