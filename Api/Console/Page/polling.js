// Repeats work while the page can be seen, and at once when it comes back into view.
export class Polling {
  #timer = 0;
  #running = false;
  #busy = false;
  #again = false;

  constructor(milliseconds, work) {
    this.milliseconds = milliseconds;
    this.work = work;
    document.addEventListener("visibilitychange", () => document.hidden ? clearTimeout(this.#timer) : this.now());
  }

  start() {
    this.#running = true;
    this.now();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  /** Does the work now, or right after the round that is under way. */
  async now() {
    if (!this.#running || document.hidden) {
      return;
    }

    if (this.#busy) {
      this.#again = true;
      return;
    }

    clearTimeout(this.#timer);
    this.#busy = true;
    try {
      await this.work();
    } finally {
      this.#busy = false;
      if (this.#running && !document.hidden) {
        this.#timer = setTimeout(() => this.now(), this.#again ? 0 : this.milliseconds);
      }

      this.#again = false;
    }
  }
}
