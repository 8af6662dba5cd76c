// Keeps views, copies links, and takes along what is on screen as a picture.

import { ask, say } from "./decide.js";
import { again } from "./page.js";

// Where one is, with what the page chose by itself: a comparison that is kept
// stays between the same two sides.
const here = () => document.querySelector("main [data-pinned]")?.dataset.pinned ?? location.pathname + location.search;

/** Asks for a change of the views and shows the page as it is then. */
async function change(path, sent, method, said) {
  await ask(path, sent, method);
  await again();
  say(said);
}

const told = (problem) => (problem.hint ? `${problem.message}: ${problem.hint}` : problem.message);

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const keeps = "keep" in form.dataset;
  if (!keeps && !("changeView" in form.dataset)) {
    return;
  }
  event.preventDefault();
  const { name, note, in_report, view } = form.elements;
  const sent = { name: name.value, note: note.value };
  try {
    if (keeps) {
      const all = { ...sent, in_report: in_report.checked, address: here() };
      await change("/api/views", all, "POST", `saved as “${name.value.trim()}”`);
    } else {
      await change(`/api/views/${view.value}`, sent, "PUT", "changed");
    }
    form.closest("dialog")?.close();
  } catch (problem) {
    form.querySelector(".problem").textContent = told(problem);
  }
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button");
  if (!button) {
    return;
  }
  try {
    if (button.dataset.forget) {
      await change(`/api/views/${button.dataset.forget}`, undefined, "DELETE", "view deleted");
    } else if ("copy" in button.dataset) {
      await navigator.clipboard.writeText(new URL(here(), location.href).href);
      say("link copied; it works on this machine while motif is running");
    } else if (button.dataset.picture) {
      await take(document.querySelector(`main ${button.dataset.of}`), button.dataset.picture);
    }
  } catch (problem) {
    say(told(problem));
  }
});

document.addEventListener("change", async (event) => {
  const { report } = event.target.dataset ?? {};
  if (report) {
    const in_report = event.target.checked;
    const said = in_report ? "added to the report" : "removed from the report";
    await change(`/api/views/${report}`, { in_report }, "PUT", said).catch((problem) => say(told(problem)));
  }
});

// Pictures

const SVG = "http://www.w3.org/2000/svg";
const STYLE = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const MARGIN = 16;

/** Saves an element of the page as a picture. */
export async function take(element, kind) {
  if (!element) {
    say("there is nothing to draw here");
    return;
  }
  const { svg, width, height } = drawn(element);
  const text = new XMLSerializer().serializeToString(svg);
  const blob = new Blob([text], { type: "image/svg+xml" });
  save(kind === "svg" ? blob : await pixels(blob, width, height), `motif-${location.pathname.slice(1).replace(/\W+/g, "-")}.${kind}`);
}

/** Draws an element anew as one SVG that needs no style sheet: its charts where they stand, its text line by line. */
function drawn(element) {
  const frame = element.getBoundingClientRect();
  const at = { x: frame.left - MARGIN, y: frame.top - MARGIN };
  const [width, height] = [frame.width + 2 * MARGIN, frame.height + 2 * MARGIN].map(Math.ceil);
  const svg = made("svg", { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  const defs = made("defs", {});
  for (const pattern of document.querySelectorAll("svg.patterns pattern")) {
    defs.append(styled(pattern));
  }
  svg.append(defs, made("rect", { width, height, fill: getComputedStyle(document.body).backgroundColor }));
  for (const cell of element.querySelectorAll("th, td")) {
    rule(cell, at, svg);
  }
  for (const chart of element.matches("svg, canvas") ? [element] : element.querySelectorAll("svg, canvas")) {
    if (is_seen(chart)) {
      svg.append(placed(chart, at));
    }
  }
  texts(element, at, svg);
  return { svg, width, height };
}

function made(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== "xmlns") {
      node.setAttribute(key, value);
    }
  }
  return node;
}

/** Returns a copy in which what the style sheet says stands in attributes. */
function styled(node) {
  const copy = node.cloneNode(false);
  const style = getComputedStyle(node);
  for (const name of STYLE) {
    const value = style.getPropertyValue(name);
    if (value && value !== "none" || name === "fill" || name === "stroke") {
      copy.setAttribute(name, value.replace(/url\("?[^#"]*#([^")]+)"?\)/, "url(#$1)"));
    }
  }
  copy.removeAttribute("class");
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      copy.append(child.data);
    } else if (child.tagName !== "title") {
      copy.append(styled(child));
    }
  }
  return copy;
}

function placed(chart, at) {
  const box = chart.getBoundingClientRect();
  const where = { x: box.left - at.x, y: box.top - at.y, width: box.width, height: box.height };
  if (chart instanceof HTMLCanvasElement) {
    return made("image", { ...where, href: chart.toDataURL() });
  }
  const copy = styled(chart);
  for (const [name, value] of Object.entries({ ...where, overflow: "visible" })) {
    copy.setAttribute(name, value);
  }
  return copy;
}

function rule(cell, at, svg) {
  const style = getComputedStyle(cell);
  const box = cell.getBoundingClientRect();
  for (const [side, y] of [["Top", box.top], ["Bottom", box.bottom]]) {
    if (parseFloat(style[`border${side}Width`]) > 0 && box.width > 1) {
      svg.append(made("line", { x1: box.left - at.x, x2: box.right - at.x, y1: y - at.y, y2: y - at.y, stroke: style[`border${side}Color`] }));
    }
  }
}

const is_seen = (node) => node.checkVisibility?.() !== false && !node.closest(".hidden, .menu, .skip, [hidden], dialog");

/** Writes every line of text where it stands. */
function texts(element, at, svg) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("svg, select, template") || !is_seen(parent)) {
      continue;
    }
    const style = getComputedStyle(parent);
    for (const line of lines(node, range)) {
      const text = made("text", {
        x: line.left - at.x,
        // Letters stand a little above the lower edge of their box.
        y: line.bottom - at.y - 0.24 * parseFloat(style.fontSize),
        fill: style.color,
        "font-family": style.fontFamily,
        "font-size": style.fontSize,
        "font-weight": style.fontWeight,
        "font-style": style.fontStyle,
      });
      text.append(line.text);
      svg.append(text);
    }
  }
}

/** Returns the lines that a text is broken into, word by word. */
function lines(node, range) {
  const found = [];
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = range.getClientRects()[0];
    const last = found.at(-1);
    if (!box || !box.width) {
      continue;
    }
    if (last && Math.abs(last.bottom - box.bottom) < 3) {
      last.text += ` ${word[0]}`;
    } else {
      found.push({ text: word[0], left: box.left, bottom: box.bottom });
    }
  }
  return found;
}

/** Paints a drawing twice as fine as the screen needs it. */
async function pixels(blob, width, height) {
  const address = URL.createObjectURL(blob);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    // Browsers paint no canvas beyond some size.
    const fine = Math.min(2, 16000 / Math.max(width, height));
    canvas.width = width * fine;
    canvas.height = height * fine;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  say(`${name} is saved`);
}
