// Finds as one types: the list is swapped for what the server writes, and the
// address follows. An answer that comes too late is dropped.

import { go } from "./page.js";

const PAUSE = 140;
// Half a phrase is no mistake yet: what is wrong is said after a rest.
const REST = 900;

export function start(main) {
  const field = main.querySelector("#q");
  const stops = new AbortController();
  let typing;
  let complaining;
  let asking;

  field.addEventListener("input", () => {
    clearTimeout(typing);
    clearTimeout(complaining);
    typing = setTimeout(() => look(field.value), PAUSE);
  }, { signal: stops.signal });

  async function look(words) {
    const address = new URL(location.href);
    address.searchParams.delete("offset");
    if (words.trim()) {
      address.searchParams.set("q", words);
    } else {
      address.searchParams.delete("q");
    }
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address, { headers: { accept: "text/html" }, signal: asking.signal });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (field.value === words) {
        take(next, address);
      }
    } catch (problem) {
      if (problem.name !== "AbortError") {
        throw problem;
      }
    }
  }

  function take(next, address) {
    if (!next.querySelector("#found")) {
      return;
    }
    if (next.documentElement.dataset.revision !== document.documentElement.dataset.revision) {
      go(address.href, { push: false });
      return;
    }
    history.replaceState(null, "", address);
    document.title = next.title;
    if (next.querySelector("#wrong")) {
      complaining = setTimeout(() => swap(next, "#problem"), REST);
      return;
    }
    for (const part of ["#problem", "#count", "#found"]) {
      swap(next, part);
    }
    pick(main);
  }

  function swap(next, part) {
    main.querySelector(part).replaceChildren(...next.querySelector(part).childNodes);
  }

  main.addEventListener("change", (event) => {
    if (event.target.id === "all") {
      for (const box of boxes(main)) {
        box.checked = event.target.checked;
      }
    }
    pick(main);
  }, { signal: stops.signal });

  if (field.hasAttribute("autofocus")) {
    field.focus({ preventScroll: true });
  }
  pick(main);
  return () => {
    stops.abort();
    asking?.abort();
    clearTimeout(typing);
    clearTimeout(complaining);
  };
}

const boxes = (main) => [...main.querySelectorAll(".hit input.pick")];

// With the hits that are selected; with none selected, a theme is made of all
// that are shown, as the server wrote it.
function pick(main) {
  const make = main.querySelector("#make-theme");
  if (!make) {
    return;
  }
  const move = main.querySelector("#move-hits");
  make.dataset.all ??= JSON.stringify([make.dataset.quote, make.dataset.size]);
  const picked = boxes(main).filter((box) => box.checked);
  const quotes = picked.flatMap((box) => box.value.split(","));
  const many = quotes.length === 1 ? "1 passage goes into it" : `${quotes.length} passages go into it`;
  const [all, size] = JSON.parse(make.dataset.all);
  make.dataset.quote = picked.length ? quotes.join(",") : all;
  make.dataset.size = picked.length ? many : size;
  make.disabled = make.dataset.quote === "";
  move.dataset.quote = quotes.join(",");
  move.disabled = picked.length === 0;
  main.querySelector("#picked").textContent = picked.length ? `${picked.length} selected` : "";
  const every = main.querySelector("#all");
  every.checked = picked.length > 0 && picked.length === boxes(main).length;
  every.indeterminate = picked.length > 0 && !every.checked;
}
