// The page of the API's document: what there is on the left, one operation on the right.
import { kind, make, resolve, row, rows, table } from "./schema.js";
import { form, signedIn } from "./send.js";

const root = new URL("../", import.meta.url);
const find = id => document.getElementById(id);

let api;
let app;

find("document").addEventListener("change", load);
// What is typed or followed before the document is there counts when it is.
find("find").addEventListener("input", () => api && list());
addEventListener("hashchange", () => api && show());
app = await signedIn();
find("who").replaceChildren(app ? `app ${app}` : make("a", { href: new URL("console", root) }, "sign in to send requests"));
await load();

async function load() {
  const file = new URL(find("document").value, root);
  find("file").href = file;
  try {
    api = await (await fetch(file)).json();
  } catch {
    find("operation").replaceChildren("The document could not be loaded.");
    return;
  }

  list();
  show();
}

function operations() {
  return Object.entries(api.paths)
    .flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));
}

function list() {
  const words = find("find").value.toLowerCase();
  const found = operations().filter(({ path, operation }) => `${operation.operationId} ${path} ${operation.summary}`.toLowerCase().includes(words));
  const tags = [...new Set(found.map(({ operation }) => operation.tags[0]))].sort();
  find("list").replaceChildren(...tags.flatMap(tag => [
    make("h2", {}, tag),
    ...found.filter(({ operation }) => operation.tags[0] === tag).map(({ method, operation }) => make(
      "a", { href: `#${operation.operationId}`, title: operation.summary }, make("span", { class: `method ${method}` }, method), operation.operationId)),
  ]));
  mark();
}

function mark() {
  find("list").querySelectorAll("a").forEach(link => link.setAttribute("aria-current", String(link.hash === location.hash)));
}

function show() {
  const all = operations();
  const { path, method, operation } = all.find(one => `#${one.operation.operationId}` === location.hash) ?? all[0];
  const parts = [
    make("h1", {}, operation.operationId),
    make("p", {}, `${operation.summary}.`),
    make("p", { class: "route" }, make("span", { class: `method ${method}` }, method), " ", make("code", {}, path)),
  ];
  if (operation.parameters.length > 0) {
    parts.push(make("h2", {}, "Parameters"), table(operation.parameters.map(parameter => {
      const schema = parameter.schema ?? parameter.content["application/json"].schema;
      return row(parameter.name, `${kind(api, schema)}, in the ${parameter.in}${parameter.schema ? "" : " as JSON"}`, resolve(api, schema).description ?? "", parameter.required);
    })));
  }

  if (operation.requestBody) {
    parts.push(make("h2", {}, "Body"), table(rows(api, operation.requestBody.content["application/json"].schema)));
  }

  const [status] = Object.keys(operation.responses);
  parts.push(make("h2", {}, `Answer ${status}`), table(rows(api, operation.responses[status].content["application/json"].schema)));
  const errors = Object.entries(operation.responses).filter(([code]) => code !== status);
  parts.push(make("h2", {}, "Errors"), table(errors.map(([code, response]) => row(code, "APIError", resolve(api, response).description, false))));
  if (app) {
    parts.push(make("h2", {}, "Try it"), ...form(api, app, method, path, operation));
  }

  find("operation").replaceChildren(...parts);
  find("operation").scrollTop = 0;
  mark();
}
