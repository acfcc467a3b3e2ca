import { api, callPath, session, useApp } from "./api.js";
import { CallType } from "./calltype.js";
import { find, say } from "./dom.js";
import { Recordings } from "./recordings.js";
import { Wall } from "./wall.js";

const wall = new Wall(report);
const recordings = new Recordings(choose, report);
const callType = new CallType(report);

find("sign-in-form").addEventListener("submit", async event => {
  event.preventDefault();
  const [key, secret] = [find("sign-in-key"), find("sign-in-secret")];
  try {
    enter(await session.open({ api_key: key.value.trim(), secret: secret.value.trim() }));
    secret.value = "";
  } catch (error) {
    say(find("sign-in-error"), error.status === 429 ? "Too many attempts. Wait a minute." : error.message);
    secret.focus();
  }
});

find("sign-out").addEventListener("click", async () => {
  try {
    await session.close();
    leave("");
  } catch (error) {
    report(error);
  }
});

find("open").addEventListener("submit", event => {
  event.preventDefault();
  open(find("call").value.trim());
});

find("start").addEventListener("click", () => order("start_frame_recording"));
find("stop").addEventListener("click", () => order("stop_frame_recording"));
addEventListener("hashchange", () => find("console").hidden || open(hashCall()));
addEventListener("keydown", event => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, select, textarea")) {
    event.preventDefault();
    find("call").select();
  }
});

await begin();

async function begin() {
  const address = new URL(location.href);
  const ticket = address.searchParams.get("ticket");
  let refused = "";
  if (ticket) {
    // Used up by this very request: it has no business in the history.
    address.searchParams.delete("ticket");
    history.replaceState(null, "", address);
    try {
      return enter(await session.open({ ticket }));
    } catch (error) {
      refused = error.message;
    }
  }

  try {
    const found = await session.find();
    if (found.api_key) {
      enter(found);
    } else {
      leave(refused);
    }
  } catch (error) {
    leave(error.message);
  }
}

function enter({ api_key: key }) {
  useApp(key);
  say(find("app"), key);
  say(find("sign-in-error"), "");
  swap("console");
  recordings.start();
  if (hashCall()) {
    open(hashCall());
  } else {
    callType.load("default");
  }
}

function leave(reason) {
  wall.stop();
  recordings.stop();
  swap("sign-in");
  say(find("sign-in-error"), reason);
  find("sign-in-key").focus();
}

function swap(shown) {
  ["starting", "sign-in", "console"].forEach(id => { find(id).hidden = id !== shown; });
}

function choose(cid) {
  if (hashCall() === cid) {
    open(cid);
  } else {
    location.hash = cid;
  }
}

function open(cid) {
  say(find("call-message"), "");
  if (!/^[^:]+:[^:]+$/.test(cid)) {
    say(find("call-message"), "A call is written type:id, such as default:standup.");
    return;
  }

  if (hashCall() !== cid) {
    location.hash = cid;
    return;
  }

  // What somebody is typing is left alone: a recording opens by itself when the first list of them has come.
  const field = find("call");
  if (document.activeElement !== field) {
    field.value = cid;
  }

  document.title = `${cid} – OrleansFrames`;
  recordings.select(cid);
  callType.load(cid.split(":")[0]);
  wall.show(cid);
}

async function order(operation) {
  const cid = wall.cid;
  const buttons = [find("start"), find("stop")];
  buttons.forEach(button => { button.disabled = true; });
  say(find("call-message"), "");
  try {
    await api("POST", `${callPath(cid)}/${operation}`, {}, {});
  } catch (error) {
    say(find("call-message"), error.message);
    report(error);
  }

  // Draws the buttons as the call is now, whatever came of the order.
  await Promise.all([wall.refresh(), recordings.refresh()]);
}

// Refusals are told where they belong; this is for what ends the session, and for what may pass.
function report(error) {
  if (error?.status === 401 && !find("console").hidden) {
    leave("You were signed out. Sign in again.");
  }

  const passing = error && (error.status === 0 || error.status === 429 || error.status >= 500);
  say(find("trouble"), !passing ? "" : error.status === 0 ? "The service does not answer. Trying again…" : error.message);
}

function hashCall() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}
