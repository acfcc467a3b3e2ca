// Sends a request as the app that is signed in to the console: the cookie counts only beside its header.
import { example, make } from "./schema.js";

const root = new URL("../", import.meta.url);
const patience = 10_000;

/** The app that is signed in; none when nobody is. */
export async function signedIn() {
  try {
    const answer = await fetch(new URL("console/session", root), { headers: { "X-Console": "1" }, cache: "no-store" });
    return (await answer.json()).api_key;
  } catch {
    return undefined;
  }
}

export function form(api, app, method, path, operation) {
  const schema = operation.requestBody?.content["application/json"].schema;
  const fields = operation.parameters.map(parameter => {
    const input = make("input", { id: `field-${parameter.name}`, autocomplete: "off", spellcheck: "false" });
    return { parameter, input };
  });
  const body = schema && make("textarea", { id: "body", spellcheck: "false" });
  if (body) {
    body.value = JSON.stringify(example(api, schema), null, 2);
  }

  const button = make("button", { "data-testid": "send" }, "Send");
  const result = make("pre", { "data-testid": "result" });
  result.hidden = true;
  const lines = fields.flatMap(({ parameter, input }) => [make("label", { for: input.id }, parameter.name), input]);
  const whole = make("form", {}, ...lines, ...(body ? [make("label", { for: "body" }, "body"), body] : []), button);
  whole.addEventListener("submit", async event => {
    event.preventDefault();
    button.disabled = true;
    result.textContent = await send(app, method, path, fields, body?.value);
    result.hidden = false;
    button.disabled = false;
  });
  return [whole, result];
}

async function send(app, method, path, fields, body) {
  const filled = fields.filter(field => field.parameter.in === "path")
    .reduce((text, { parameter, input }) => text.replace(`{${parameter.name}}`, encodeURIComponent(input.value)), path);
  const url = new URL(filled.slice(1), root);
  url.searchParams.set("api_key", app);
  fields.filter(field => field.parameter.in === "query" && field.input.value !== "")
    .forEach(({ parameter, input }) => url.searchParams.set(parameter.name, input.value));
  const headers = { "X-Console": "1", ...(body ? { "Content-Type": "application/json" } : {}) };
  try {
    const answer = await fetch(url, { method: method.toUpperCase(), headers, body, cache: "no-store", signal: AbortSignal.timeout(patience) });
    return `${answer.status}\n${pretty(await answer.text())}`;
  } catch {
    return "The service does not answer.";
  }
}

// Nanoseconds have more digits than numbers of this language: parsing would change them, so only the layout is made here.
function pretty(text) {
  let level = 0;
  let quoted = false;
  return [...text].reduce((out, c, i) => {
    quoted = c === '"' && text[i - 1] !== "\\" ? !quoted : quoted;
    if (quoted || c === '"') {
      return out + c;
    }

    level += "{[".includes(c) ? 1 : "}]".includes(c) ? -1 : 0;
    const line = `\n${"  ".repeat(Math.max(0, level))}`;
    return "{[,".includes(c) ? out + c + line : "}]".includes(c) ? out + line + c : out + c;
  }, "");
}
