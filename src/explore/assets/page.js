// Goes from page to page without leaving, and wires what pages have in common:
// buttons that decide, dialogs, choices, keys.

import { ask, decide, say, send } from "./decide.js";
import { filtered } from "./filter.js";
import { picking } from "./pick.js";

const root = document.documentElement;
let stop = () => {};
// Where one was when something was decided: the page is written anew after it.
let hand = null;

// Pages asked for so far: an answer that was overtaken by a later one is not shown.
let asked = 0;

/** Shows another page, or the same one anew. */
export async function go(address, { push = true } = {}) {
  asked += 1;
  const mine = asked;
  // What takes longer than a moment says so.
  const waited = setTimeout(() => root.classList.add("busy"), 200);
  let answer;
  let text;
  try {
    answer = await fetch(address, { headers: { accept: "text/html" } });
    text = await answer.text();
  } finally {
    clearTimeout(waited);
    if (mine === asked) {
      root.classList.remove("busy");
    }
  }
  if (mine !== asked) {
    return;
  }
  const next = new DOMParser().parseFromString(text, "text/html");
  if (!next.querySelector("header.bar")) {
    location.assign(address);
    return;
  }
  const same = new URL(answer.url).pathname === location.pathname;
  if (push) {
    history.pushState(null, "", answer.url + new URL(address, location.href).hash);
  }
  show(next, same);
}

/** Shows this page as it is now. */
export const again = () => go(location.href, { push: false });

/** Shows this page with some of what stands behind its `?` changed. */
export function turn(changes) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === "" || value === null) {
      address.searchParams.delete(name);
    } else {
      address.searchParams.set(name, value);
    }
  }
  return go(address.href);
}

function show(next, same) {
  stop();
  const focus = document.activeElement?.id;
  document.title = next.title;
  root.dataset.revision = next.documentElement.dataset.revision;
  document.querySelector("header.bar").replaceWith(next.querySelector("header.bar"));
  document.querySelector("main").replaceWith(next.querySelector("main"));
  const main = document.querySelector("main");
  if (!same) {
    document.getElementById("said").replaceChildren();
    hand = null;
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
  } else {
    const at = focus ? document.getElementById(focus) : hand && document.querySelector(hand);
    at?.focus({ preventScroll: true });
  }
  if (location.hash.length > 1) {
    const meant = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    meant?.scrollIntoView({ block: meant.matches("h2, h3") ? "start" : "center" });
  }
  begin(main);
}

async function begin(main) {
  stop = () => {};
  filtered(main, turn);
  picking(main);
  if (main.dataset.script) {
    const script = await import(`/assets/${main.dataset.script}.js`);
    stop = script.start(main) ?? (() => {});
  }
}

// A step of the history that is made again.
const AGAIN = { before: "Done again: ", name: "Undo", back: "/api/undo" };

const WAYS = {
  "/api/undo": { before: "Undone: ", name: "Redo", back: "/api/redo" },
  "/api/redo": { before: "Redone: ", name: "Undo", back: "/api/undo" },
};

// Who decided is known to who just did it.
const told = (said) => said.replace(/^somebody: /, "");

/** Decides, shows what came of it, and offers the way back. */
export async function settle(answer, then, post) {
  const decided = await answer;
  if (!decided) {
    return false;
  }
  root.dataset.revision = decided.revision;
  await (then ? go(then) : again());
  const { before, name, back } = WAYS[post] ?? (post ? AGAIN : null) ?? { before: "", name: "Undo", back: "/api/undo" };
  const way = { name, run: () => settle(send(back, {}), undefined, back) };
  const all = decided.said.map(told);
  // The way back is offered where it leads back from this and from nothing else.
  const leads = !post || document.querySelector(`[data-post="${back}"]`)?.title.endsWith(all.at(-1));
  say(all.length ? before + all.join("; ") : "Nothing to change", all.length && leads ? way : undefined);
  return true;
}

/** Opens one of the page's dialogs, filled with some values. */
export function open(name, values = {}) {
  const template = document.getElementById(`dialog-${name}`);
  if (!template) {
    return null;
  }
  const dialog = document.getElementById("dialog");
  dialog.replaceChildren(template.content.cloneNode(true));
  for (const field of dialog.querySelectorAll("[data-fill]")) {
    const value = values[field.dataset.fill] ?? "";
    if ("value" in field) {
      field.value = value;
    } else {
      field.textContent = value;
    }
  }
  // Of what was ticked one stays.
  const picked = values.picked?.split(",");
  for (const option of picked ? dialog.querySelectorAll("select[data-only] option") : []) {
    if (!picked.includes(option.value)) {
      option.remove();
    }
  }
  // A theme is not merged into itself.
  dialog.querySelector(`select[name=into] option[value="${CSS.escape(values.theme ?? "")}"]`)?.remove();
  if (values.into) {
    dialog.querySelector("select[name=into]").value = values.into;
  }
  dialog.showModal();
  dialog.querySelector("input[name=name]:not([type=hidden])")?.select();
  if (dialog.querySelector("[data-shows=split]")) {
    import("/assets/split.js").then((split) => split.propose(dialog, values.theme, values.name));
  }
  return dialog;
}

const READ = {
  number: Number,
  numbers: (value) => value.split(",").map(Number),
  words: (value) => value.split(",").map((word) => word.trim()).filter(Boolean),
  quote: (value) => ({ quote: value }),
  quotes: (value) => value.split(",").map((quote) => ({ quote })),
  json: JSON.parse,
};

/** Returns what a form asks for. */
export function wish(form) {
  const wish = { what: form.dataset.what };
  for (const field of form.elements) {
    if (field.name && !field.disabled) {
      const read = READ[field.dataset.kind] ?? String;
      wish[field.name] = read(field.value);
    }
  }
  if (wish.from) {
    wish.from = wish.from.filter((theme) => theme !== wish.into && theme !== Number(wish.into));
  }
  return wish;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.what) {
    event.preventDefault();
    const asked = wish(form);
    const then = form.dataset.then?.replace(/\{(\w+)\}/g, (_, name) => asked[name]);
    form.closest("dialog")?.close();
    settle(decide(asked), then);
  } else if (form.method === "get" && new URL(form.action).origin === location.origin) {
    event.preventDefault();
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form)).toString();
    go(address.href);
  }
});

document.addEventListener("click", (event) => {
  const at = event.target.closest?.("a, button");
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || at) {
      menu.open = false;
    }
  }
  if (!at) {
    return;
  }
  hand = menu(at) ?? hand;
  const { decide: decision, dialog, post } = at.dataset;
  if (decision) {
    settle(decide(JSON.parse(decision)));
  } else if (post) {
    settle(send(post, {}), undefined, post);
  } else if (dialog) {
    document.dispatchEvent(new CustomEvent(`motif:${dialog}`, { detail: { ...at.dataset } }));
    open(dialog, dialog === "keep" ? { ...at.dataset, name: [at.dataset.name, among()].filter(Boolean).join(" · ") } : at.dataset);
  } else if ("close" in at.dataset) {
    at.closest("dialog").close();
  } else if (is_page(at) && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
    event.preventDefault();
    go(at.href);
  }
});

// Returns how to find the menu, or the button in the bar, that something is in.
function menu(at) {
  const of = at.closest("details.menu")?.closest("tr[data-theme], figure[id]");
  if (of) {
    return `${of.id ? `#${CSS.escape(of.id)}` : `tr[data-theme="${CSS.escape(of.dataset.theme)}"]`} summary`;
  }
  return at.dataset.post ? `[data-post="${CSS.escape(at.dataset.post)}"]` : null;
}

// Whose words are shown, where not everybody's are: part of a view's name.
function among() {
  const chosen = [...document.querySelectorAll("nav.filter [data-term] > span:first-child")];
  return chosen.map((term) => term.textContent).join(", ");
}

function is_page(at) {
  const here = new URL(location.href);
  const there = at.href && new URL(at.href);
  return there && there.origin === here.origin && !at.download && !at.target
    && !there.pathname.startsWith("/api/") && !(there.pathname === here.pathname && there.search === here.search && there.hash);
}

document.addEventListener("input", (event) => {
  if (event.target.id === "detail") {
    const detail = event.target.dataset.stops.split(" ")[event.target.value];
    // Addresses from before call it `grain`.
    turn({ detail, grain: "" });
  }
});

document.addEventListener("change", (event) => {
  if (event.target.dataset?.param) {
    turn({ [event.target.dataset.param]: event.target.type === "checkbox" ? (event.target.checked ? "true" : "") : event.target.value });
  }
});

const PLACES = { t: "/themes", m: "/map", c: "/compare", s: "/search", i: "/interviews", a: "/accounts", h: "/history" };
let went = false;

document.addEventListener("keydown", (event) => {
  const busy = event.target.matches?.("input, textarea, select, [contenteditable]") || event.ctrlKey || event.metaKey || event.altKey;
  if (event.key === "Escape") {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  if (busy || document.getElementById("dialog").open) {
    return;
  }
  if (went && PLACES[event.key]) {
    const place = document.querySelector(`nav.places a[href^="${PLACES[event.key]}"]`);
    go(place?.href ?? PLACES[event.key]);
  } else if (event.key === "/") {
    const field = document.querySelector("[data-hotkey='/']");
    if (field) {
      event.preventDefault();
      field.focus();
    } else {
      go("/search");
    }
  } else if (event.key === "?") {
    open("keys");
  } else if (event.key === "u") {
    document.querySelector("[data-post='/api/undo']:not(:disabled)")?.click();
  } else {
    document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`)?.click();
  }
  went = event.key === "g";
});

addEventListener("popstate", () => go(location.href, { push: false }));
document.addEventListener("motif:stale", again);

begin(document.querySelector("main"));
import("/assets/keep.js");
