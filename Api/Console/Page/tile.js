import { now, time } from "./api.js";
import { make, say } from "./dom.js";
import { detail, outcome, span, tone, trackName } from "./words.js";

// One track of one participant: its newest picture, how old it is, and what became of its last tick.
export class Tile {
  #picture = null;
  #loading = null;

  constructor(trackKey) {
    this.shape = 16 / 9;
    this.image = make("img", { alt: "" });
    this.link = make("a", { class: "picture", target: "_blank", rel: "noopener noreferrer" }, this.image);
    this.link.hidden = true;
    this.none = make("p", { class: "none" }, "No picture yet");
    this.dot = make("span", { class: "rec", title: "The call is being recorded", "data-testid": "rec" }, "REC");
    this.age = make("span", { class: "age", "data-testid": "age" });
    this.name = make("span", { class: "name", "data-testid": "name" });
    this.track = make("span", { class: "track", "data-testid": "track" });
    this.outcome = make("span", { class: "outcome", "data-testid": "outcome" });
    this.detail = make("span", { class: "detail", "data-testid": "detail" });
    this.element = make("article", { class: "tile", "data-testid": "tile", "data-track-key": trackKey },
      this.link, this.none, this.dot, this.age,
      make("footer", {}, make("span", { class: "label" }, this.name, this.track), this.outcome, this.detail));
  }

  get hasPicture() {
    return this.#picture !== null || this.#loading !== null;
  }

  /** @param tick The last tick of the track. */
  update(tick, name, recording, left) {
    this.who = `${name}, ${trackName(tick.track_type)}`;
    say(this.name, name);
    say(this.track, trackName(tick.track_type));
    say(this.outcome, left ? "left" : outcome(tick));
    say(this.detail, left ? "" : detail(tick));
    this.detail.title = detail(tick);
    this.dot.hidden = !recording || left;
    this.element.dataset.user = tick.user_id;
    this.element.dataset.tone = left ? "idle" : tone(tick);
    this.element.setAttribute("aria-label", `${this.who}: ${outcome(tick)}`);
  }

  /** Shows a picture once it is here whole, so that the wall never flickers. @returns Whether the tile's shape may change. */
  async show(frame) {
    const newest = this.#loading ?? this.#picture;
    if (!frame.url || newest?.object_key === frame.object_key || (newest && newest.captured_at > frame.captured_at)) {
      return false;
    }

    this.#loading = frame;
    const next = new Image();
    next.src = frame.url;
    try {
      await next.decode();
    } catch {
      if (this.#loading === frame) {
        this.#loading = null;
        say(this.none, "The picture cannot be loaded");
      }

      return false;
    }

    if (this.#loading !== frame) {
      return false;
    }

    this.#loading = null;
    this.#picture = frame;
    next.alt = `${this.who}, at ${new Date(time(frame.captured_at)).toLocaleTimeString()}`;
    this.link.replaceChildren(next);
    this.link.href = frame.url;
    this.link.setAttribute("aria-label", `${this.who}: open the picture`);
    this.link.hidden = false;
    this.none.hidden = true;
    this.element.dataset.objectKey = frame.object_key;
    const shape = next.naturalWidth / next.naturalHeight;
    const changed = Math.abs(shape - this.shape) > 0.001;
    this.shape = shape;
    this.tellAge();
    return changed;
  }

  /** @param limit Milliseconds after which a picture is old. */
  tellAge(limit = this.limit) {
    this.limit = limit;
    const age = this.#picture ? now() - time(this.#picture.captured_at) : null;
    this.age.hidden = age === null;
    say(this.age, age === null ? "" : span(age));
    this.element.classList.toggle("stale", age !== null && age > limit);
  }

  place(row) {
    this.element.style.setProperty("--w", `${Math.floor(this.shape * row)}px`);
    this.element.style.setProperty("--h", `${row}px`);
  }
}
