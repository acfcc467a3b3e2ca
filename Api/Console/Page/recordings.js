import { api, now, time } from "./api.js";
import { find, make, say } from "./dom.js";
import { Polling } from "./polling.js";
import { span } from "./words.js";

const most = 100;

// The calls with recordings: those that run first, then the newest.
export class Recordings {
  #polling = new Polling(3_000, () => this.#round());
  #selected = null;
  #items = new Map();

  constructor(choose, report) {
    this.choose = choose;
    this.report = report;
  }

  start() {
    this.#polling.start();
  }

  stop() {
    this.#polling.stop();
  }

  refresh() {
    return this.#polling.now();
  }

  select(cid) {
    this.#selected = cid;
    this.#items.forEach((item, key) => item.button.setAttribute("aria-current", String(key === cid)));
  }

  async #round() {
    try {
      const { egresses } = await api("GET", "egresses", { limit: most });
      this.#draw(newestOfEachCall(egresses));
    } catch (error) {
      if (this.#items.size === 0) {
        say(find("recordings-empty"), "The list cannot be read at the moment.");
      }

      this.report(error);
    }
  }

  #draw(rows) {
    const empty = find("recordings-empty");
    empty.hidden = rows.length > 0;
    say(empty, "No recordings yet. Open a call and start one.");
    const items = rows.map(row => this.#item(row));
    const list = find("recordings");
    if (items.length !== list.children.length || items.some((item, place) => list.children[place] !== item)) {
      list.replaceChildren(...items);
    }

    if (this.#selected === null && rows.length > 0) {
      this.choose(rows[0].call_cid);
    }
  }

  #item(row) {
    const { call_cid: cid, status } = row;
    if (!this.#items.has(cid)) {
      const dot = make("span", { class: "dot" });
      const text = make("small");
      const button = make("button", { type: "button", "aria-current": String(cid === this.#selected), "data-testid": "recording", "data-call": cid, title: cid },
        dot, make("span", { class: "cid" }, cid.slice(cid.indexOf(":") + 1)), text);
      button.addEventListener("click", () => this.choose(cid));
      this.#items.set(cid, { element: make("li", {}, button), button, dot, text });
    }

    const item = this.#items.get(cid);
    item.dot.className = `dot ${status}`;
    item.button.dataset.status = status;
    say(item.text, `${cid.split(":")[0]} · ${words(row)}`);
    return item.element;
  }
}

function newestOfEachCall(egresses) {
  const calls = new Map();
  egresses.forEach(row => calls.has(row.call_cid) || calls.set(row.call_cid, row));
  const rows = [...calls.values()];
  return [...rows.filter(row => row.status === "running"), ...rows.filter(row => row.status !== "running")];
}

function words(row) {
  const began = time(row.started_at);
  const ended = time(row.ended_at);
  return row.status === "running" ? `running for ${span(now() - began)}`
    : `${row.reason ? `${row.status}(${row.reason})` : row.status} ${span(now() - (ended ?? began))} ago, after ${span((ended ?? began) - began)}`;
}
