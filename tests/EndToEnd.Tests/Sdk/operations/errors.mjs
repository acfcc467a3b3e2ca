// Every code that a caller can bring about, as the library's own error objects.
import { createHmac } from 'node:crypto';

export default async function errors({ assert, client, secret, withToken, fails }) {
  const now = Math.floor(Date.now() / 1_000);
  const get = (token, key) => withToken(token, key).video.getCall({ type: 'default', id: 'sdk-errors' });
  const good = client.generateUserToken({ user_id: 'e-ada' });

  await fails(401, 2, () => get(good, 'no-such-key'));
  await fails(401, 5, () => get(''));
  await fails(401, 5, () => get('not.a.token'));
  await fails(401, 40, () => get(client.generateUserToken({ user_id: 'e-ada', exp: now - 60, iat: now - 120 })), 'expired');
  await fails(401, 41, () => get(client.generateUserToken({ user_id: 'e-ada', nbf: now + 3_600 })), 'nbf');
  await fails(401, 42, () => get(client.generateUserToken({ user_id: 'e-ada', iat: now + 3_600, exp: now + 7_200 })), 'token used before issue at (iat)');
  await fails(401, 43, () => get(`${good.slice(0, -4)}AAAA`), 'signature is not valid');
  await fails(403, 17, () => withToken(good).video.deleteCallType({ name: 'default' }));
  await fails(404, 16, () => client.video.call('default', 'sdk-errors').get(), "Can't find call with id default:sdk-errors");
  await fails(404, 16, () => client.video.call('no-such-type', 'x').get(), 'call type does not exist');
  await fails(404, 16, () => client.video.getEdges(), 'Not Found');
  await fails(400, 4, () => client.video.call('default', 'x'.repeat(65)).get(), 'id: ');
  await fails(413, 22, () => client.video.call('default', 'sdk-errors').getOrCreate({ data: { created_by_id: 'e-ada', custom: { x: 'x'.repeat(2_000_000) } } }));

  // What the library says of webhooks needs no service.
  const body = '{"type":"call.created"}';
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  assert.ok(client.verifyWebhook(body, signature));
  assert.ok(!client.verifyWebhook(`${body} `, signature));
  assert.equal(client.verifyAndParseWebhook(body, signature).type, 'call.created');
}
