// Reading in place: notes in the margin beside their passage, themes to go
// through, and coding by selecting words.

import { say } from "./decide.js";

/** How many characters there are up to a point: ours are Unicode's, a script's are UTF-16's. */
function characters(words, node, at) {
  const range = document.createRange();
  range.selectNodeContents(words);
  range.setEnd(node, at);
  return [...range.toString()].length;
}

/** Returns the words that are selected in one turn, as decisions point at them; nothing where none are. */
export function selected(main) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  const transcript = main.querySelector("#transcript");
  for (const words of transcript?.querySelectorAll(".words") ?? []) {
    if (!range.intersectsNode(words)) {
      continue;
    }
    const all = [...words.textContent];
    let start = words.contains(range.startContainer) ? characters(words, range.startContainer, range.startOffset) : 0;
    let end = words.contains(range.endContainer) ? characters(words, range.endContainer, range.endOffset) : all.length;
    while (start < end && !all[start].trim()) {
      start += 1;
    }
    while (start < end && !all[end - 1].trim()) {
      end -= 1;
    }
    if (start < end) {
      const before = Number(words.dataset.start);
      const { source, record } = transcript.dataset;
      const within = range.cloneRange();
      if (!words.contains(range.endContainer)) {
        within.setEnd(words, words.childNodes.length);
      }
      return { place: { source, ...(record === undefined ? {} : { record }), start: before + start, end: before + end }, range: within };
    }
  }
  return null;
}

let came = null;

export function start(main) {
  const transcript = main.querySelector("#transcript");
  if (!transcript) {
    return undefined;
  }
  const stops = new AbortController();
  const listen = (on, what, act) => on.addEventListener(what, act, { signal: stops.signal });

  const pieces = (id) => [...transcript.querySelectorAll(`.passage[data-quote="${CSS.escape(id)}"]`)];
  align(transcript);
  const resized = new ResizeObserver(() => align(transcript));
  resized.observe(transcript);
  document.fonts?.ready.then(() => align(transcript));
  arrive(transcript);
  point(transcript, listen, pieces);
  legend(main, transcript, listen);
  code(main, transcript, listen, pieces);
  return () => {
    stops.abort();
    resized.disconnect();
  };
}

/** Sets each note beside the first line of its passage, below the note before it. */
function align(transcript) {
  for (const margin of transcript.querySelectorAll(".margin")) {
    const notes = [...margin.children];
    for (const note of notes) {
      note.style.marginTop = "";
    }
    if (getComputedStyle(margin).display !== "block") {
      continue;
    }
    const top = margin.getBoundingClientRect().top;
    let end = 0;
    for (const note of notes) {
      const passage = document.getElementById(note.dataset.for);
      const line = passage?.getClientRects()[0];
      const wanted = line ? line.top - top : 0;
      const room = Math.max(0, wanted - end);
      note.style.marginTop = `${room}px`;
      end += room + note.getBoundingClientRect().height;
    }
  }
}

/** Goes to the passage that somebody came to see, once. */
function arrive(transcript) {
  const shown = transcript.querySelector(".passage.shown") ?? transcript.querySelector(".passage.chosen");
  const place = location.pathname + location.search;
  if (shown && (location.hash || came !== place)) {
    shown.scrollIntoView({ block: "center" });
  }
  came = place;
  if (location.hash) {
    // What is decided here shows the page anew, where one was.
    history.replaceState(history.state, "", place);
  }
}

/** Lights up a passage with its note. */
function point(transcript, listen, pieces) {
  const light = (id, on) => {
    for (const at of [...pieces(id), ...transcript.querySelectorAll(`.note[data-for="${CSS.escape(id)}"]`)]) {
      at.classList.toggle("lit", on);
    }
  };
  for (const [begin, end] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    for (const [what, on] of [[begin, true], [end, false]]) {
      listen(transcript, what, (event) => {
        const of = event.target.closest?.(".passage, .note, .pen");
        if (of) {
          light(of.dataset.quote ?? of.dataset.for, on);
        }
      });
    }
  }
}

/** Goes from place to place of a theme. */
function legend(main, transcript, listen) {
  for (const button of main.querySelectorAll("[data-next]")) {
    listen(button, "click", () => {
      const id = button.dataset.next;
      const places = [...new Map([...transcript.querySelectorAll(`.passage[data-themes~="${CSS.escape(id)}"]`)]
        .map((piece) => [piece.dataset.quote, document.getElementById(piece.dataset.quote) ?? piece])).values()];
      if (!places.length) {
        return;
      }
      for (const other of main.querySelectorAll("[data-next]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
      for (const piece of transcript.querySelectorAll(".passage")) {
        piece.classList.toggle("chosen", (piece.dataset.themes ?? "").split(" ").includes(id));
      }
      const at = (Number(button.dataset.at ?? -1) + 1) % places.length;
      button.dataset.at = at;
      places[at].scrollIntoView({ block: "center" });
      button.querySelector(".count").textContent = `${at + 1} of ${places.length}`;
      const address = new URL(location.href);
      address.searchParams.set("theme", id);
      history.replaceState(history.state, "", address);
      came = address.pathname + address.search;
    });
  }
}

/** Decides about words: those selected, or a passage. */
function code(main, transcript, listen, pieces) {
  const bar = main.querySelector("#code-bar");
  if (!bar) {
    return;
  }
  const [give, make, mark, note, leave] = bar.querySelectorAll("button");
  let back = null;

  const show = (place, rect, { important = false, memo = "" } = {}, focus = false) => {
    const passages = JSON.stringify([place]);
    give.dataset.passages = passages;
    make.dataset.passages = passages;
    note.dataset.passage = JSON.stringify(place);
    note.dataset.memo = memo;
    mark.textContent = important ? "Remove mark" : "Mark as important";
    mark.dataset.decide = JSON.stringify({ what: "mark", passage: place, important: !important });
    bar.hidden = false;
    const left = Math.min(rect.left, document.documentElement.clientWidth - bar.offsetWidth - 12);
    bar.style.left = `${Math.max(12, left) + scrollX}px`;
    bar.style.top = `${rect.bottom + 6 + scrollY}px`;
    if (focus) {
      back = document.activeElement;
      give.focus({ preventScroll: true });
      bar.scrollIntoView({ block: "nearest" });
    }
  };
  const hide = () => {
    if (!bar.hidden) {
      bar.hidden = true;
      transcript.querySelectorAll(".meant").forEach((piece) => piece.classList.remove("meant"));
      if (bar.contains(document.activeElement)) {
        back?.focus({ preventScroll: true });
      }
      back = null;
    }
  };
  const on_selection = (focus) => {
    const found = selected(main);
    if (found) {
      const lines = found.range.getClientRects();
      show(found.place, lines[lines.length - 1] ?? found.range.getBoundingClientRect(), {}, focus);
    }
    return found !== null;
  };
  const on_passage = (id, focus) => {
    const all = pieces(id);
    const lines = all.at(-1).getClientRects();
    hide();
    all.forEach((piece) => piece.classList.add("meant"));
    const memo = transcript.querySelector(`.note[data-for="${CSS.escape(id)}"] [data-dialog=note]`)?.dataset.memo ?? "";
    show({ quote: id }, lines[lines.length - 1], { important: all[0].classList.contains("important"), memo }, focus);
  };

  let held = false;
  listen(document, "pointerdown", (event) => {
    held = true;
    if (!bar.contains(event.target)) {
      hide();
    }
  });
  listen(document, "pointerup", () => {
    held = false;
    // The selection is settled after the event.
    setTimeout(() => on_selection(false));
  });
  listen(document, "pointercancel", () => {
    held = false;
  });
  let soon;
  listen(document, "selectionchange", () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      if (!held && !document.getElementById("dialog").open && !bar.contains(document.activeElement)) {
        on_selection(false);
      }
    }, 250);
  });
  // A button that takes the selection away has nothing to decide about.
  listen(bar, "mousedown", (event) => event.preventDefault());
  const tool = main.querySelector("#code-selection");
  const ask = () => {
    if (!on_selection(true)) {
      say("select some words first, or a passage with its pen");
    }
  };
  if (tool) {
    listen(tool, "mousedown", (event) => event.preventDefault());
    listen(tool, "click", ask);
  }
  listen(transcript, "click", (event) => {
    const pen = event.target.closest(".pen");
    const passage = event.target.closest(".passage");
    if (pen) {
      on_passage(pen.dataset.for, true);
    } else if (passage && getSelection().isCollapsed) {
      on_passage(passage.dataset.quote, false);
    }
  });
  listen(leave, "click", hide);
  for (const button of [give, make, mark, note]) {
    listen(button, "click", () => setTimeout(hide));
  }
  listen(document, "keydown", (event) => {
    const busy = event.target.matches?.("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "Escape") {
      hide();
    } else if (event.key === "c" && !busy && !document.getElementById("dialog").open) {
      event.preventDefault();
      ask();
    }
  });
  listen(bar, "keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const all = [...bar.querySelectorAll("button")];
      all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
    }
  });
}
