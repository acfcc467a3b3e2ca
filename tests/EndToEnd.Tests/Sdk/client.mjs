// What a page does with GetStream's own client, the same in a browser and under Node.
import { StreamVideoClient } from '@stream-io/video-client';

const patience = 60_000;

function fail(message) {
  throw new Error(message);
}

function check(holds, message) {
  return holds || fail(message);
}

/** Waits until something holds; says what did not. */
async function until(holds, what) {
  for (const deadline = Date.now() + patience; !(await holds()); ) {
    check(Date.now() < deadline, `waited ${patience / 1_000} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function refusal(action) {
  const error = await action().then(() => null, (reason) => reason);
  check(error, 'it was not refused');
  return { name: error.name, code: error.code, status: error.status, unrecoverable: error.unrecoverable, message: error.message };
}

/** @param options baseURL; key; backend: URL of the page's own server, which has tokens for its users; WebSocketImpl */
export class Page {
  constructor(options) {
    this.options = options;
    this.tokens = 0;
    this.heard = [];
  }

  /** Connects a user, whose tokens live for some seconds each, the first one less. */
  async connect(user, lives = [3_600]) {
    const { baseURL, key, backend, WebSocketImpl } = this.options;
    const tokenProvider = async () => {
      const life = lives[Math.min(this.tokens++, lives.length - 1)];
      return (await fetch(`${backend}/token?user=${user}&seconds=${life}`)).text();
    };
    this.client = new StreamVideoClient(key, { baseURL, WebSocketImpl, locationHintUrl: `${backend}/hint`, allowServerSideConnect: true, timeout: 30_000 });
    this.client.on('all', (event) => this.heard.push({ type: event.type, cid: event.call_cid, custom: event.call?.custom }));
    const hello = await this.client.connectUser({ id: user, name: `${user} on a page`, custom: { seat: 4 } }, tokenProvider);
    check(hello.connection_id, 'the connection has an id');
    return { id: hello.me.id, name: hello.me.name, role: hello.me.role, seat: hello.me.custom.seat, tokens: this.tokens };
  }

  /** Makes a call of its own. */
  async create(id) {
    const made = await this.client.call('default', id).getOrCreate();
    return { created: made.created, by: made.call.created_by.id };
  }

  /** Asks for a call, which is watched from then on. */
  async open(id) {
    this.call = this.client.call('default', id);
    await this.call.get();
    return this.call.state.ownCapabilities.filter((capability) => capability.includes('frame-record')).sort();
  }

  async start() {
    const started = this.next('call.frame_recording_started');
    await this.call.startFrameRecording();
    await started();
    await until(() => this.call.state.egress?.frame_recording?.status === 'running', 'the state of the call to say that it is recorded');
  }

  async stop() {
    const stopped = this.next('call.frame_recording_stopped');
    await this.call.stopFrameRecording();
    await stopped();
    await until(() => !this.call.state.egress?.frame_recording, 'the state of the call to say that it is not recorded any more');
  }

  startRefused = () => refusal(() => this.call.startFrameRecording());

  stopRefused = () => refusal(() => this.call.stopFrameRecording());

  joinRefused = () => refusal(() => this.call.join());

  /** Changes the call until it hears of the change: its connection may be a new one that does not watch the call yet. */
  async hearsAgain(mark) {
    await until(async () => {
      await this.call.update({ custom: { mark } }).catch(() => undefined);
      return this.heard.some((event) => event.type === 'call.updated' && event.custom?.mark === mark);
    }, 'call.updated');
  }

  /** Connects with a token that ends at once; the client is to fetch another and to go on. */
  async outlivesItsToken(user, id) {
    await this.connect(user, [3, 3_600]);
    await this.open(id);
    await until(() => this.tokens > 1 && this.client.streamClient.wsConnection.isHealthy, 'a second token and a healthy connection');
    await this.hearsAgain('with another token');
    return this.tokens;
  }

  disconnect = () => this.client.disconnectUser();

  count = (type) => this.heard.filter((event) => event.type === type).length;

  /** What waits for one more event of a type. */
  next(type) {
    const before = this.count(type);
    return () => until(() => this.count(type) > before, type);
  }
}
