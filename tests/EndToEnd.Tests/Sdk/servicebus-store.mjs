// The queues, topics and subscriptions of servicebus.mjs, and what it refuses.
import { randomUUID } from 'node:crypto';
import rhea from 'rhea';

const REFUSALS = {
  unauthorized: [401, 'amqp:unauthorized-access'],
  missing: [404, 'amqp:not-found'],
  deleted: [410, 'amqp:not-found'],
  full: [403, 'amqp:resource-limit-exceeded'],
  large: [413, 'amqp:link:message-size-exceeded'],
  busy: [429, 'com.microsoft:server-busy'],
  broken: [500, 'amqp:internal-error'],
  argument: [400, 'com.microsoft:argument-error'],
};

export class Refusal extends Error {
  constructor(kind, message) {
    super(message);
    [this.status, this.condition] = REFUSALS[kind];
  }
}

/** Entities whose names begin so refuse what the name says; "hang" never answers. */
const MEANT = {
  missing: 'The messaging entity could not be found.',
  deleted: 'the messaging entity is gone',
  full: 'the quota of the entity is exceeded',
  busy: 'too many requests',
  broken: 'an internal error',
};
const LARGEST = 262_144;

const plain = ({ message_id: id, group_id: session, subject, content_type: type, application_properties: properties, body }) => ({
  id, session, subject, type, properties, body: Buffer.from([body.content].flat()[0]).toString(),
});

export class Store {
  #boxes = new Map();
  #readers = new Set();
  #locked = new Map();
  #sequence = 0;

  /** The boxes that an entity's messages go to: its own, or those of a topic's two subscriptions. */
  find(entity) {
    const kind = Object.keys(MEANT).find((name) => entity.startsWith(name));
    if (kind === 'missing' || kind === 'deleted') {
      throw new Refusal(kind, MEANT[kind]);
    }

    const isTopic = entity.startsWith('topic') && !entity.includes('/');
    const names = isTopic ? [`${entity}/Subscriptions/one`, `${entity}/Subscriptions/two`] : [entity];
    return names.map((name) => {
      if (!this.#boxes.has(name)) {
        this.#boxes.set(name, { ready: [], seen: new Set() });
      }

      return this.#boxes.get(name);
    });
  }

  /** All messages or none; false where nobody answers. */
  put(entity, messages, bytes) {
    const boxes = this.find(entity);
    const kind = Object.keys(MEANT).find((name) => entity.startsWith(name));
    if (kind) {
      throw new Refusal(kind, MEANT[kind]);
    }

    if (entity.startsWith('hang')) {
      return false;
    }

    if (bytes > (entity.startsWith('narrow') ? 1_024 : LARGEST)) {
      throw new Refusal('large', 'the message exceeds the largest size');
    }

    if (entity.startsWith('session') && messages.some((message) => !message.group_id)) {
      throw new Refusal('argument', 'the entity requires sessions, and a message has no session id');
    }

    for (const box of boxes) {
      for (const message of messages.filter(({ message_id: id }) => id === undefined || !box.seen.has(id))) {
        box.seen.add(message.message_id);
        box.ready.push({ message, number: (this.#sequence += 1), count: 0, at: Date.now() });
      }
    }

    this.pump();
    return true;
  }

  /** What waits in an entity, as a test reads it. */
  all(entity) {
    return this.find(entity).flatMap(({ ready }) => ready.map(({ message }) => plain(message)));
  }

  read(entity, link, session) {
    this.#readers.add({ box: this.find(entity)[0], link, session });
    this.pump();
  }

  leave(link) {
    this.#readers = new Set([...this.#readers].filter((reader) => reader.link !== link));
  }

  leaveAll(connection) {
    this.#readers = new Set([...this.#readers].filter((reader) => reader.link.connection !== connection));
  }

  pump() {
    for (const { box, link, session } of this.#readers) {
      while (link.sendable() && link.credit > 0) {
        const at = box.ready.findIndex(({ message }) => session === undefined || message.group_id === session);
        if (at < 0) {
          break;
        }

        this.#send(link, box, box.ready.splice(at, 1)[0]);
      }
    }
  }

  settle(delivery, outcome) {
    const held = this.#locked.get(delivery.tag.toString('hex'));
    this.#locked.delete(delivery.tag.toString('hex'));
    if (held && outcome !== 'accepted') {
      held.box.ready.unshift({ ...held.entry, count: held.entry.count + 1 });
      this.pump();
    }
  }

  #send(link, box, entry) {
    // A lock token is the tag as .NET writes a Guid: the first three groups the other way round.
    const token = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
    const tag = Buffer.concat([token.subarray(0, 4).reverse(), token.subarray(4, 6).reverse(), token.subarray(6, 8).reverse(), token.subarray(8)]);
    const message = {
      ...entry.message,
      delivery_count: entry.count,
      message_annotations: {
        'x-opt-sequence-number': rhea.types.wrap_long(entry.number),
        'x-opt-enqueued-time': rhea.types.wrap_timestamp(entry.at),
        'x-opt-locked-until': rhea.types.wrap_timestamp(Date.now() + 30_000),
      },
    };
    link.send(message, tag);
    if (link.snd_settle_mode !== 1) {
      this.#locked.set(tag.toString('hex'), { box, entry });
    }
  }
}
