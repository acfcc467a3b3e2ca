// How things are called on this page.
const meanings = {
  muted: "The track is muted.",
  no_video: "No video is published, or none has arrived yet.",
  frozen: "Connected, but no new picture has come since the last tick.",
  blank: "The picture is black.",
  unchanged: "The picture has not changed.",
  overload: "The machine had no room for this picture in time.",
};

const trackNames = { TRACK_TYPE_VIDEO: "camera", TRACK_TYPE_SCREEN_SHARE: "screen" };

export const trackName = type => trackNames[type] ?? type;

/** captured, muted, failed(auth)... */
export const outcome = tick => tick.reason ? `${tick.outcome}(${tick.reason})` : tick.outcome;

/** One sentence for the operator, empty for a picture that was captured. */
export const detail = tick => tick.outcome === "captured" ? "" : tick.detail ?? meanings[tick.outcome] ?? "";

export const tone = tick => tick.outcome === "captured" || tick.outcome === "unchanged" ? "good" : tick.outcome === "failed" ? "bad" : "idle";

/** A length of time, to the second within the first hour. */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return seconds < 60 ? `${seconds} s`
    : seconds < 3_600 ? `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`
      : seconds < 86_400 ? `${Math.floor(seconds / 3_600)} h`
        : `${Math.floor(seconds / 86_400)} d`;
}

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

export const clockTime = milliseconds => new Date(milliseconds).toLocaleTimeString(undefined, { hour12: false });
