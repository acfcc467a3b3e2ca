// The documented API, asked as the app that is signed in.
const root = new URL("../", import.meta.url);
const patience = 10_000;

let app = "";
let skew = 0;

/** An answer that is no success, or none at all (status 0). */
export class ApiError extends Error {
  constructor(status, message, fields) {
    super(message);
    this.status = status;
    this.fields = fields ?? {};
  }
}

export const useApp = key => { app = key; };

/** The service's clock, in milliseconds: ages must not depend on how this machine's clock is set. */
export const now = () => Date.now() + skew;

/** Unix nanoseconds, as the API writes times, in milliseconds. */
export const time = nanoseconds => nanoseconds === undefined || nanoseconds === null ? null : nanoseconds / 1e6;

export const session = {
  open: credentials => ask("POST", "console/session", {}, credentials),
  find: () => ask("GET", "console/session"),
  close: () => ask("DELETE", "console/session"),
};

export const api = (method, path, query, body) => ask(method, `api/v2/${path}`, { ...query, api_key: app }, body);

/** The path of a call given as type:id. */
export const callPath = cid => {
  const colon = cid.indexOf(":");
  return `video/call/${encodeURIComponent(cid.slice(0, colon))}/${encodeURIComponent(cid.slice(colon + 1))}`;
};

async function ask(method, path, query, body) {
  const url = new URL(path, root);
  Object.entries(query ?? {}).forEach(([name, value]) => url.searchParams.set(name, value));
  const headers = { "X-Console": "1" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }

  let response, answer;
  try {
    response = await fetch(url, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store", signal: AbortSignal.timeout(patience),
    });
    answer = await response.json();
  } catch {
    throw new ApiError(response?.status ?? 0, response ? `The service answered ${response.status}.` : "The service does not answer.");
  }

  setClock(response);
  if (!response.ok) {
    throw new ApiError(response.status, words(answer.message ?? `The service answered ${response.status}.`), answer.exception_fields);
  }

  return answer;
}

// The header has whole seconds: only what is clearly off is corrected.
function setClock(response) {
  const sent = Date.parse(response.headers.get("Date") ?? "") + 500;
  const off = sent - Date.now();
  skew = Number.isFinite(off) && Math.abs(off) > 2_000 ? off : 0;
}

// Messages name their operation for logs; a person knows which button was pressed.
function words(message) {
  const inner = /^\w+ failed with error: "([\s\S]*)"$/.exec(message)?.[1] ?? message;
  const sentence = inner.charAt(0).toUpperCase() + inner.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
