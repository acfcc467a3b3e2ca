import { api, callPath, now } from "./api.js";
import { find, say } from "./dom.js";
import { rowHeight } from "./layout.js";
import { Polling } from "./polling.js";
import { Tile } from "./tile.js";
import { clockTime, count, outcome } from "./words.js";

const most = 200;
const usualInterval = 3;

// The newest picture of every participant and track of one call.
export class Wall {
  #cid = null;
  #call = null;
  #rounds = 0;
  #tiles = new Map();
  #polling = new Polling(1_000, () => this.#round());
  #element = find("wall");

  /** @param report Called with null when a round went well, with the error otherwise. */
  constructor(report) {
    this.report = report;
    new ResizeObserver(() => this.#arrange()).observe(this.#element.parentElement);
    setInterval(() => this.#tiles.forEach(tile => tile.tellAge()), 500);
  }

  get cid() {
    return this.#cid;
  }

  show(cid) {
    this.#cid = cid;
    this.#call = null;
    this.#clear();
    say(find("call-title"), cid);
    say(find("wall-empty"), "Loading…");
    find("wall-empty").hidden = false;
    find("call-head").hidden = true;
    this.#polling.start();
    this.refresh();
  }

  stop() {
    this.#polling.stop();
    this.#cid = null;
    this.#clear();
  }

  /** After a change of the call: reads all of it again at once. */
  refresh() {
    this.#rounds = 0;
    return this.#polling.now();
  }

  async #round() {
    const cid = this.#cid;
    try {
      // Names and settings change rarely; the newest ticks are one small read.
      const [call, ledger] = await Promise.all([
        this.#rounds++ % 3 === 0 ? api("GET", callPath(cid)) : this.#call,
        api("GET", `${callPath(cid)}/ledger`, { latest: true, account: false, limit: most }),
      ]);
      if (cid !== this.#cid) {
        return;
      }

      this.#call = call ?? this.#call;
      this.#draw(ledger);
      await this.#fetchMissing(cid);
      this.report(null);
    } catch (error) {
      if (cid === this.#cid) {
        this.#rounds = 0;
        this.#fail(error);
      }
    }
  }

  #draw(ledger) {
    const { call } = this.#call;
    const recording = call.egress.frame_recording?.status === "running";
    const settings = call.settings.frame_recording ?? {};
    const interval = settings.capture_interval_in_seconds ?? usualInterval;
    const people = new Map((call.session?.participants ?? []).map(person => [person.user_session_id, person.user]));
    const ticks = ledger.ticks.filter(tick => tick.egress_id === ledger.ticks[0].egress_id);
    this.#head(recording, people);
    this.#drop(new Set(ticks.map(tick => tick.track_key)));
    for (const tick of ticks) {
      const tile = this.#tileOf(tick.track_key);
      const person = people.get(tick.user_session_id);
      tile.update(tick, person?.name || tick.user_id, recording, !person);
      tile.tellAge(3_000 * interval);
      this.#picture(tile, tick);
    }

    this.#arrange();
    this.#empty(ticks, people, recording);
    const outcomes = Object.entries(Object.groupBy(ticks, outcome)).map(([name, rows]) => `${rows.length} ${name}`).join(", ");
    say(find("status"), [
      `Updated ${clockTime(now())}`,
      `every ${interval} s at ${settings.quality ?? "?"}${settings.format ? ` as ${settings.format}` : ""}`,
      ticks.length ? `${count(ticks.length, "track")}: ${outcomes}` : "no tracks",
      ...(ledger.next ? [`only the ${most} tracks with the newest ticks are shown`] : []),
    ].join("  ·  "));
  }

  #head(recording, people) {
    find("call-head").hidden = false;
    find("call-state").classList.toggle("running", recording);
    say(find("call-state"), `${recording ? "recording" : "not recording"}, ${count(people.size, "participant")}`);
    find("start").disabled = recording;
    find("stop").disabled = !recording;
  }

  #empty(ticks, people, recording) {
    const note = find("wall-empty");
    note.hidden = ticks.length > 0;
    say(note, ticks.length > 0 ? ""
      : people.size === 0 ? "Nobody is in this call yet. A media server puts participants in by the API."
        : recording ? "The first pictures are on their way."
          : `${count(people.size, "participant")} in the call, and no picture yet. Start the recording.`);
  }

  #tileOf(key) {
    if (!this.#tiles.has(key)) {
      const tile = new Tile(key);
      this.#tiles.set(key, tile);
    }

    return this.#tiles.get(key);
  }

  async #picture(tile, frame) {
    if (await tile.show(frame)) {
      this.#arrange();
    }
  }

  // A track whose last tick has no picture may have an older one.
  async #fetchMissing(cid) {
    const missing = [...this.#tiles.values()].filter(tile => !tile.hasPicture && !tile.asked);
    if (missing.length === 0) {
      return;
    }

    missing.forEach(tile => { tile.asked = true; });
    const { frames } = await api("GET", `${callPath(cid)}/frames`, { latest: true, limit: most });
    if (cid === this.#cid) {
      frames.filter(frame => this.#tiles.has(frame.track_key)).forEach(frame => this.#picture(this.#tiles.get(frame.track_key), frame));
    }
  }

  #fail(error) {
    if (error.status === 404 || error.status === 400) {
      this.#clear();
      find("call-head").hidden = true;
      find("wall-empty").hidden = false;
      say(find("wall-empty"), error.status === 404 ? `There is no call ${this.#cid}.` : error.message);
      say(find("status"), "");
      this.#polling.stop();
      this.report(null);
    } else {
      this.report(error);
    }
  }

  #drop(kept) {
    [...this.#tiles].filter(([key]) => !kept.has(key)).forEach(([key, tile]) => {
      tile.element.remove();
      this.#tiles.delete(key);
    });
  }

  #clear() {
    this.#drop(new Set());
  }

  #arrange() {
    const tiles = [...this.#tiles.values()].sort((one, other) => one.who.localeCompare(other.who));
    if (tiles.length === 0) {
      return;
    }

    // Moving an element that is in its place would end what the browser is doing with it.
    tiles.forEach((tile, place) => {
      if (this.#element.children[place] !== tile.element) {
        this.#element.insertBefore(tile.element, this.#element.children[place] ?? null);
      }
    });
    const { height, fits } = rowHeight(tiles.map(tile => tile.shape), this.#element.clientWidth, this.#element.clientHeight);
    this.#element.classList.toggle("tall", !fits);
    tiles.forEach(tile => tile.place(height));
  }
}
