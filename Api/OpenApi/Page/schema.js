// Reads schemas of the document. Text is only ever set as text.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

const deepest = 5;

/** What a schema says, with references followed and its parts put together. */
export function resolve(api, schema) {
  if (schema.$ref) {
    const [, , kind, name] = schema.$ref.split("/");
    return resolve(api, api.components[kind][name]);
  }

  const parts = schema.allOf ?? (schema.anyOf ?? []).filter(part => part.type !== "null");
  return parts.map(part => resolve(api, part)).reduce((whole, part) => ({
    ...whole,
    ...part,
    properties: { ...whole.properties, ...part.properties },
    required: [...(whole.required ?? []), ...(part.required ?? [])],
  }), schema);
}

/** A word on what a value is. */
export function kind(api, schema) {
  const whole = resolve(api, schema);
  if (whole.items) {
    return `list of ${kind(api, whole.items)}`;
  }

  if (whole.additionalProperties) {
    return `map of ${kind(api, whole.additionalProperties)}`;
  }

  return `${[whole.type ?? "anything"].flat().join(" or ")}${(schema.anyOf ?? []).some(part => part.type === "null") ? " or null" : ""}`;
}

function limits(schema) {
  const said = [];
  if (schema.enum) {
    said.push(schema.enum.join(", "));
  }

  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    said.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}`);
  }

  if (schema.maxLength !== undefined) {
    said.push(`at most ${schema.maxLength} characters`);
  }

  if (schema.maxItems !== undefined) {
    said.push(`at most ${schema.maxItems}`);
  }

  return [...said, schema.description].filter(Boolean).join("; ");
}

/** Rows of a table: the members of an object, and theirs below them. */
export function rows(api, schema, level = 0) {
  const whole = resolve(api, schema);
  const inner = whole.items ?? (typeof whole.additionalProperties === "object" ? whole.additionalProperties : null);
  if (inner) {
    return rows(api, inner, level);
  }

  return Object.entries(whole.properties ?? {}).flatMap(([name, member]) => [
    row(name, kind(api, member), limits(resolve(api, member)), (whole.required ?? []).includes(name), level),
    ...(level < deepest ? rows(api, member, level + 1) : []),
  ]);
}

export function row(name, type, text, required, level = 0) {
  const needed = required ? make("span", { class: "needed" }, "required ") : "";
  return make("tr", {}, make("td", { class: `level${level}` }, name), make("td", {}, type), make("td", { class: "quiet" }, needed, text));
}

export function table(lines) {
  const head = make("tr", {}, ...["name", "type", ""].map(text => make("th", {}, text)));
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines));
}

/** A body with what is required in it. */
export function example(api, schema) {
  const whole = resolve(api, schema);
  if (whole.enum) {
    return whole.enum[0];
  }

  switch ([whole.type].flat()[0]) {
    case "object":
      return Object.fromEntries((whole.required ?? []).map(name => [name, example(api, whole.properties[name])]));
    case "array":
      return [];
    case "integer":
      return Math.max(whole.minimum ?? 0, 1);
    case "boolean":
      return false;
    default:
      return "";
  }
}
