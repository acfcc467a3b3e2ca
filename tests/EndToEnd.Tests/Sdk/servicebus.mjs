// One namespace of Azure Service Bus on one port of loopback, as much of it as its manuals say of what a sender and a reader need: AMQP 1.0 with
// claims-based security, and POST /{entity}/messages. node servicebus.mjs KEY_NAME KEY; prints "ready PORT", ends with its standard input.
// Entities are there as soon as they are named, and some names have a meaning (see servicebus-store.mjs).
import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import rhea from 'rhea';
import { Refusal, Store } from './servicebus-store.mjs';

const [keyName, key] = process.argv.slice(2);
const store = new Store();

/** Throws unless a token is signed with the namespace's key, not too old, and for the entity or what it is in. */
function checkToken(token, entity) {
  const parts = Object.fromEntries((/^SharedAccessSignature (.+)$/.exec(token ?? '')?.[1] ?? '').split('&').map((part) => part.split(/=(.*)/s).slice(0, 2)));
  const signature = createHmac('sha256', key).update(`${parts.sr}\n${parts.se}`).digest();
  const given = Buffer.from(decodeURIComponent(parts.sig ?? ''), 'base64');
  const resource = decodeURIComponent(parts.sr ?? '').toLowerCase().replace(/\/$/, '');
  const path = resource.replace(/^[a-z]+:\/\/[^/]+/, '');
  const wrong =
    decodeURIComponent(parts.skn ?? '') !== keyName ? 'no such key'
    : given.length !== signature.length || !timingSafeEqual(given, signature) ? 'the signature does not match'
    : !(Number(parts.se) > Date.now() / 1000) ? 'the token has expired'
    : !`/${entity.toLowerCase()}/`.startsWith(`${path}/`) ? `the token is for ${resource}`
    : null;
  if (wrong) {
    throw new Refusal('unauthorized', wrong);
  }
}

// HTTPS API (without TLS, as the emulator has it).

function read(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
  });
}

function listed(body) {
  return JSON.parse(body).map(({ Body, BrokerProperties: broker = {}, UserProperties: user = {} }) => ({
    message_id: broker.MessageId,
    group_id: broker.SessionId,
    subject: broker.Label,
    content_type: broker.ContentType,
    application_properties: user,
    body: rhea.message.data_section(Buffer.from(Body)),
  }));
}

async function answer(request, response) {
  const [, entity] = /^\/(.+)\/messages$/.exec(decodeURIComponent(request.url)) ?? [];
  const body = await read(request);
  if (request.method === 'GET') {
    return response.writeHead(200).end(JSON.stringify(store.all(decodeURIComponent(request.url).slice(1))));
  }

  checkToken(request.headers.authorization, entity);
  if (request.headers['content-type'] !== 'application/vnd.microsoft.servicebus.json') {
    throw new Refusal('argument', `one message of type ${request.headers['content-type']} is not served`);
  }

  if (store.put(entity, listed(body), body.length)) {
    response.writeHead(201).end();
  }
}

const web = http.createServer((request, response) => answer(request, response).catch((error) => {
  const refusal = error instanceof Refusal ? error : new Refusal('argument', String(error));
  response.writeHead(refusal.status).end(refusal.message);
}));

// AMQP.

const container = rhea.create_container({ id: 'servicebus' });
container.sasl_server_mechanisms.enable_anonymous();
container.sasl_server_mechanisms.MSSBCBS = () => ({ start() { this.outcome = true; this.username = 'cbs'; } });

/** Connection to the link on which it hears of its tokens, and the tokens it has shown. */
const cbs = new WeakMap();
const shown = new WeakMap();

function unpacked({ message, format }) {
  // Microsoft's batch: each data section is a whole encoded message.
  return format === 0x80013700 ? [rhea.message.decode(message).body.content].flat().map((section) => rhea.message.decode(section)) : [message];
}

function authorize({ message, delivery, connection }) {
  const { operation, name } = message.application_properties ?? {};
  let refusal = operation === 'put-token' ? null : new Refusal('argument', operation);
  try {
    const entity = decodeURIComponent(name.replace(/^[a-z]+:\/\/[^/]+\//, '')).replace(/\/$/, '');
    checkToken(message.body, entity);
    shown.set(connection, (shown.get(connection) ?? new Set()).add(entity));
  } catch (error) {
    refusal = error;
  }

  delivery.accept();
  cbs.get(connection)?.send({
    to: message.reply_to,
    correlation_id: message.message_id,
    application_properties: {
      'status-code': rhea.types.wrap_int(refusal ? refusal.status ?? 400 : 202),
      'status-description': refusal ? refusal.message : 'Accepted',
    },
    body: null,
  });
}

/** A time as .NET counts: 100 ns since the year 1. */
function ticks(time) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(time) * 10_000n + 621_355_968_000_000_000n);
  return bytes;
}

container.on('receiver_open', ({ receiver, connection }) => {
  const address = receiver.remote.attach.target.address;
  receiver.set_target({ address });
  if (address === '$cbs') {
    receiver.on('message', authorize);
    return;
  }

  try {
    if (!shown.get(connection)?.has(address)) {
      throw new Refusal('unauthorized', 'no token was shown');
    }

    store.find(address);
    receiver.on('message', (context) => {
      try {
        if (store.put(address, unpacked(context), JSON.stringify(context.message).length)) {
          context.delivery.accept();
        }
      } catch (error) {
        context.delivery.reject({ condition: error.condition ?? 'amqp:internal-error', description: error.message });
      }
    });
  } catch (error) {
    receiver.close({ condition: error.condition, description: error.message });
  }
});

container.on('sender_open', ({ sender, connection }) => {
  const source = sender.remote.attach.source;
  if (source.address === '$cbs') {
    sender.set_source({ address: source.address });
    cbs.set(connection, sender);
    return;
  }

  const isSession = source.filter !== undefined && 'com.microsoft:session-filter' in source.filter;
  const session = isSession ? source.filter['com.microsoft:session-filter']?.value ?? source.filter['com.microsoft:session-filter'] : undefined;
  try {
    if (!shown.get(connection)?.has(source.address)) {
      throw new Refusal('unauthorized', 'no token was shown');
    }

    sender.set_source({ address: source.address, ...(isSession && { filter: { 'com.microsoft:session-filter': session } }) });
    sender.local.attach.properties = isSession ? { 'com.microsoft:locked-until-utc': rhea.types.wrap_long(ticks(Date.now() + 30_000)) } : undefined;
    store.read(source.address, sender, session);
  } catch (error) {
    sender.set_source({});
    sender.close({ condition: error.condition, description: error.message });
  }
});
container.on('sendable', () => store.pump());
container.on('sender_flow', () => store.pump());
container.on('sender_draining', ({ sender }) => {
  store.pump();
  sender.set_drained(true);
});
container.on('sender_close', ({ sender }) => store.leave(sender));
container.on('disconnected', ({ connection }) => store.leaveAll(connection));
for (const outcome of ['accepted', 'released', 'modified', 'rejected']) {
  container.on(outcome, ({ delivery }) => {
    store.settle(delivery, outcome);
    delivery.update(true, rhea.message[outcome === 'accepted' ? 'accepted' : 'released']().described());
  });
}

// A peer that hangs up is no reason to end.
for (const event of ['connection_error', 'protocol_error', 'error']) {
  container.on(event, () => {});
}

const options = { host: '127.0.0.1', port: 0, sender_options: { autosettle: false }, receiver_options: { autoaccept: false, max_message_size: 262_144 } };
const amqp = container.listen(options);

// The first bytes of an AMQP connection are its protocol's name.
const server = net.createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', (first) => {
    socket.pause();
    socket.unshift(first);
    (first.subarray(0, 4).toString('latin1') === 'AMQP' ? amqp : web).emit('connection', socket);
    socket.resume();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`ready ${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
