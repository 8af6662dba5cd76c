// What a theme could be split into: pieces to tick and to name, before anything
// is decided.

import { ask } from "./decide.js";

const make = (name, content, attributes = {}) => {
  const element = document.createElement(name);
  element.append(...[content].flat());
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
};

/** Fills the dialog that splits a theme, and fills it anew for another number of pieces. */
export function propose(dialog, theme, called) {
  const into = dialog.querySelector("[data-into]");
  into.addEventListener("change", () => show(dialog, theme, called, into.value));
  show(dialog, theme, called, into.value);
}

async function show(dialog, theme, called, into) {
  const place = dialog.querySelector(".proposal");
  const button = dialog.querySelector("[type=submit]");
  const decided = dialog.querySelector("[name=pieces]");
  const rest = dialog.querySelector("[name=name]");
  button.disabled = true;
  place.replaceChildren(make("p", "Finding its pieces…"));
  let pieces;
  try {
    ({ pieces } = await ask(`/api/themes/${theme}/split${into ? `?into=${into}` : ""}`));
  } catch (problem) {
    place.textContent = called ? problem.message.replace(/^theme \d+/, `“${called}”`) : problem.message;
    return;
  }
  const rows = pieces.map((piece, at) => row(piece, at));
  place.replaceChildren(make("ol", rows));
  // What is ticked is a theme of its own. The rest keeps the theme's name, unless
  // it is the first piece alone, or somebody typed another.
  const first = rows[0].querySelector("[data-name]");
  let typed = false;
  const told = (event) => {
    typed ||= event?.target === first;
    const own = rows.map((row, at) => ({
      is: row.querySelector("[type=checkbox]")?.checked,
      name: row.querySelector("[data-name]").value.trim(),
      passages: pieces[at].points.map((point) => ({ point })),
    }));
    const chosen = own.filter((piece) => piece.is);
    if (!typed) {
      first.value = chosen.length < pieces.length - 1 ? called : pieces[0].label;
    }
    decided.value = JSON.stringify(chosen.map(({ name, passages }) => ({ name, passages })));
    rest.value = first.value.trim();
    rest.disabled = rest.value === "" || rest.value === called;
    rows.forEach((row, at) => {
      row.querySelector("[data-name]").required = at > 0 && own[at].is;
    });
    button.disabled = chosen.length === 0;
  };
  place.oninput = told;
  told();
}

function row(piece, at) {
  const groups = piece.groups.map(({ count, name }) => `${count} ${name}`).join(", ");
  const counted = (count, one, many) => (count ? `${count} ${count === 1 ? one : many}` : "");
  const people = [counted(piece.people, "person", "people"), counted(piece.interviews, "interview", "interviews")].filter(Boolean).join(" and ") || "nobody in their latest answer";
  const name = make("input", [], { "data-name": "", maxlength: "120", "aria-label": at ? `Name of piece ${at + 1}` : "Name of what stays" });
  name.value = piece.label;
  const tick = at
    ? make("label", [make("input", [], { type: "checkbox", checked: "" }), " Make it a theme"], { class: "tick" })
    : make("p", "What stays, under this name", { class: "hint" });
  const terms = piece.terms.length ? ` · ${piece.terms.join(", ")}` : "";
  return make("li", [
    name,
    tick,
    make("p", `${people}${groups ? `: ${groups}` : ""}${terms}`, { class: "unit" }),
    ...piece.quotes.map((quote) => make("q", quote.text)),
  ]);
}
