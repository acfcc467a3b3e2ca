import { api } from "./api.js";
import { find, say } from "./dom.js";

const fields = { mode: "type-mode", capture_interval_in_seconds: "type-interval", quality: "type-quality" };

// The frame recording settings of a call type.
export class CallType {
  #name = null;
  #form = find("type-form");

  constructor(report) {
    this.report = report;
    find("type-name").addEventListener("change", event => this.load(event.target.value.trim()));
    this.#form.addEventListener("submit", event => {
      event.preventDefault();
      this.#save();
    });
  }

  /** Shows a type; what is being edited of the same type is left alone. */
  async load(name) {
    if (name === this.#name) {
      return;
    }

    this.#name = name;
    find("type-name").value = name;
    this.#complain({});
    this.#enable(false);
    this.#tell("Loading…");
    try {
      const { settings } = await api("GET", path(name));
      if (name === this.#name) {
        this.#fill(settings.frame_recording);
        this.#enable(true);
        this.#tell("Reaches calls that are made after it.");
      }
    } catch (error) {
      if (name === this.#name) {
        // Asked for again, it is loaded again.
        this.#name = null;
        this.#tell(error.status === 404 ? `There is no call type ${name}.` : error.message, "bad");
        this.report(error);
      }
    }
  }

  async #save() {
    const name = this.#name;
    if (name === null) {
      return;
    }

    this.#enable(false);
    this.#complain({});
    try {
      const { settings } = await api("PUT", path(name), {}, { settings: { frame_recording: this.#read() } });
      this.#fill(settings.frame_recording);
      this.#tell("Saved. Calls that are made from now on have it.", "good");
    } catch (error) {
      const left = this.#complain(error.fields);
      this.#tell(left ? error.message : "Not saved.", "bad");
      this.report(error);
    } finally {
      this.#enable(true);
    }
  }

  #read() {
    const values = Object.fromEntries(Object.entries(fields).map(([field, id]) => [field, find(id).value.trim()]));
    const interval = values.capture_interval_in_seconds;
    // What is no number goes as it is: the service says what is wrong with it.
    return { ...values, capture_interval_in_seconds: /^-?\d+$/.test(interval) ? Number(interval) : interval };
  }

  #fill(settings) {
    Object.entries(fields).forEach(([field, id]) => { find(id).value = settings[field]; });
  }

  // Puts reasons beside their fields. @returns Whether there is one without a field, or none at all.
  #complain(reasons) {
    const named = Object.entries(reasons).map(([path, reason]) => [path.split(".").at(-1), reason]);
    Object.entries(fields).forEach(([field, id]) => {
      const reason = named.find(([name]) => name === field)?.[1] ?? "";
      find(id).setAttribute("aria-invalid", String(reason !== ""));
      say(this.#form.querySelector(`[data-field="${field}"]`), reason);
    });
    return named.length === 0 || named.some(([name]) => !(name in fields));
  }

  #enable(enabled) {
    Object.values(fields).forEach(id => { find(id).disabled = !enabled; });
    this.#form.querySelector("button").disabled = !enabled;
  }

  #tell(text, tone = "") {
    const message = find("type-message");
    message.className = tone;
    say(message, text);
  }
}

const path = name => `video/calltypes/${encodeURIComponent(name)}`;
