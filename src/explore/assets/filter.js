// The filter on every page about answers: what is chosen stands in the address
// as `in`, and goes along from page to page.

const JOIN = " & ";

// Which control was used last: its menu stays open on the page written anew.
let used = null;

/** Fills a page with the filter it has: links in it keep to the same answers. */
export function filtered(main, turn) {
  const bar = main.querySelector("nav.filter");
  if (!bar) {
    return;
  }
  carry(main, bar.dataset.filter);
  if (used) {
    const menu = bar.querySelector("details");
    menu.open = true;
    menu.querySelector(used)?.focus({ preventScroll: true });
    used = null;
  }
  const change = (field, written, at) => {
    const kept = [...bar.querySelectorAll("[data-term]")].filter((term) => term.dataset.field !== field);
    const terms = kept.map((term) => term.dataset.term);
    used = at ?? null;
    // The rest is of all that follows it, so it stands last.
    const all = [...terms, ...(written ? [written] : [])];
    const rest = (term) => Number(term.startsWith("rest of "));
    choose(turn, all.sort((one, other) => rest(one) - rest(other)).join(JOIN));
  };
  bar.addEventListener("click", (event) => {
    const at = event.target.closest("[data-term], [data-unfilter]");
    if (at?.dataset.term) {
      change(at.dataset.field, null);
    } else if (at) {
      choose(turn, "");
    }
  });
  bar.addEventListener("change", ({ target }) => {
    const { field, rating, month } = target.dataset;
    if (field) {
      change(field, target.value, `[data-field="${CSS.escape(field)}"]`);
    } else if (rating) {
      const { least, most } = target.closest(".rating-ends").dataset;
      const [low, high] = ends(bar, "rating");
      const all = low === least && high === most;
      change("rating", all ? null : `rating:${low}..${high}`, `[data-rating="${rating}"]`);
    } else if (month) {
      between(bar, change, ...ends(bar, "month"), `select[data-month="${month}"]`);
    }
  });
  brush(bar, (from, to) => between(bar, change, from, to, "select[data-month]"));
}

function choose(turn, written) {
  const theme = /^\/themes\/./.test(location.pathname);
  turn({ in: written, offset: "", ...(theme ? { from: "" } : {}) });
}

// The two ends that are chosen, the lower first.
function ends(bar, name) {
  const chosen = ["low", "high"].map((end) => bar.querySelector(`select[data-${name}="${end}"]`).value);
  const number = name === "rating";
  return chosen.sort((one, other) => (number ? one - other : one.localeCompare(other)));
}

function between(bar, change, from, to, at) {
  const { first, last } = bar.querySelector("figure.months").dataset;
  const all = from === first && to === last;
  change("date", all ? null : from === to ? `date:${from}` : `date:${from}..${to}`, at);
}

// Months are chosen by drawing over them.
function brush(bar, done) {
  const drawing = bar.querySelector("figure.months svg");
  if (!drawing) {
    return;
  }
  const months = [...drawing.querySelectorAll("g")];
  let from = null;
  let to = null;
  const under = (event) => {
    const { left, width } = drawing.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * months.length);
    return Math.min(Math.max(at, 0), months.length - 1);
  };
  const show = () => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    months.forEach((month, at) => month.classList.toggle("out", at < first || at > last));
  };
  drawing.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    drawing.setPointerCapture(event.pointerId);
    from = to = under(event);
    show();
  });
  drawing.addEventListener("pointermove", (event) => {
    if (from !== null) {
      to = under(event);
      show();
    }
  });
  drawing.addEventListener("pointerup", () => {
    if (from !== null) {
      const chosen = [Math.min(from, to), Math.max(from, to)].map((at) => months[at].dataset.month);
      from = null;
      done(...chosen);
    }
  });
  drawing.addEventListener("pointercancel", () => {
    from = null;
  });
}

const PAGES = /^\/(themes|map|compare|search|accounts)(\/|$)/;

function carry(main, written) {
  if (!written) {
    return;
  }
  for (const link of main.querySelectorAll("a[href^='/']")) {
    const address = new URL(link.href);
    if (PAGES.test(address.pathname) && !address.searchParams.has("in") && !("everybody" in link.dataset)) {
      address.searchParams.set("in", written);
      link.href = address.href;
    }
  }
}
