// The map: draws every passage as a point, follows the pointer, and looks at
// what was drawn around. Points are set pixel by pixel into one image: that
// needs no graphics card, and a hundred thousand take a few milliseconds.

import { ask, say } from "./decide.js";
import { go, open } from "./page.js";
import { contours } from "./contours.js";
import { dot, palette, shape, swatch } from "./pixels.js";
import { FULL, Grid, inside, middles, outlined } from "./points.js";

const root = document.documentElement;

// So many points are drawn while the map moves; the others follow when it rests.
const WHILE_MOVING = 300_000;

// The map rests when nothing has moved it for so many milliseconds.
const RESTS = 160;

// Points shown of those nearest in meaning.
const NEIGHBOURS = 25;

// What outlives a change of colours: the points, and where one looks.
let known = { revision: null, plane: null };
let sight = { x: FULL / 2, y: FULL / 2, zoom: 1 };

export function start(main) {
  const map = new Atlas(main);
  map.begin().catch((problem) => {
    map.state.textContent = `The map cannot be shown: ${problem.message}`;
  });
  return () => map.end();
}

async function plane() {
  if (known.revision !== root.dataset.revision || !known.plane) {
    known = { revision: root.dataset.revision, plane: await ask("/api/map") };
  }
  return known.plane;
}

class Atlas {
  constructor(main) {
    this.main = main;
    this.canvas = main.querySelector("#map");
    this.pen = this.canvas.getContext("2d");
    this.state = main.querySelector("#map-state");
    this.card = main.querySelector("#card");
    this.legend = main.querySelector("#legend");
    this.chosenAt = main.querySelector("#chosen");
    this.lit = null; // values that are lit, where not all are
    this.marked = null; // points that stand out: hits, or what was drawn around
    this.path = null; // what is being drawn around
    this.ring = null; // what was drawn around
    this.dense = false; // whether lines show where most points lie
    this.cards = new Map();
    this.ended = new AbortController();
  }

  end() {
    clearTimeout(this.resting);
    this.ended.abort();
    this.watcher?.disconnect();
  }

  async begin() {
    const { by, detail, q, like, theme, in: among } = this.canvas.dataset;
    const asked = new URLSearchParams({ by, detail });
    const themes = new URLSearchParams({ by: "theme", detail });
    // Themes are named under every colouring.
    const [points, colours, named] = await Promise.all([
      plane(),
      ask(`/api/map/colours?${asked}`),
      by === "theme" ? null : ask(`/api/map/colours?${themes}`),
    ]);
    if (this.ended.signal.aborted) {
      return;
    }
    this.points = points;
    this.colours = colours;
    this.named = named ?? colours;
    this.count = points.x.length;
    this.grid = new Grid(points);
    this.palette = palette(by, colours);
    if (theme && by === "theme") {
      const value = colours.ids.indexOf(theme);
      this.lit = value < 0 ? null : new Set([value]);
      this.said = value < 0 ? `Theme ${theme} is not on this map: it belongs to another level of detail, or was merged or hidden` : null;
    }
    if (among) {
      await this.within(among);
    }
    if (q || like) {
      await this.hits(q, like, among);
    }
    this.recall();
    this.listen();
    this.list();
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(this.canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.palette = palette(by, colours);
      this.list();
      this.draw();
    }, { signal: this.ended.signal });
    this.canvas.dataset.ready = "true";
  }

  // The points of some passages.
  positions(passages) {
    const wanted = new Set(passages);
    return new Set([...this.points.passages.keys()].filter((at) => wanted.has(this.points.passages[at])));
  }

  // Points of the answers that the filter lets through.
  async within(among) {
    try {
      const { passages } = await ask(`/api/map/inside?${new URLSearchParams({ in: among })}`);
      this.among = this.positions(passages);
    } catch (problem) {
      say(problem.message);
    }
  }

  // Points that have some words, or those nearest in meaning to a passage.
  async hits(q, like, among) {
    try {
      const asked = new URLSearchParams(like ? { like } : { q });
      among && asked.set("in", among);
      const { passages, similar } = await ask(`/api/search/points?${asked}`);
      this.marked = this.positions(like ? [...passages, ...similar].slice(0, NEIGHBOURS) : passages);
      const found = this.share(this.marked.size);
      const none = like ? "Nothing is like it" : `No passage has “${q}”`;
      this.said = this.marked.size ? `${found} ${like ? "say nearly the same" : `have “${q}”`}` : none;
      this.nearer([...this.marked]);
    } catch (problem) {
      say(problem.message);
    }
  }

  // Where one looked and what was drawn around, as the address has it.
  recall() {
    const asked = new URL(location.href).searchParams;
    const [x, y, zoom] = (asked.get("at") ?? "").split(",").map(Number);
    if (zoom > 0 && [x, y, zoom].every(Number.isFinite)) {
      sight = { x, y, zoom: Math.min(Math.max(zoom, 0.7), 60) };
    }
    const ring = (asked.get("around") ?? "").split(";").map((corner) => corner.split(",").map(Number));
    if (ring.length > 2 && ring.flat().every(Number.isFinite)) {
      this.choose(ring);
    }
  }

  // Keeps in the address where one looks and what was drawn around, so that a
  // link, a saved view and the way back show the same.
  remember() {
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => {
      if (this.ended.signal.aborted) {
        return;
      }
      const address = new URL(location.href);
      const is = (name, value) => value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
      const whole = sight.zoom === 1 && sight.x === FULL / 2 && sight.y === FULL / 2;
      is("at", whole ? "" : [Math.round(sight.x), Math.round(sight.y), sight.zoom.toFixed(2)].join(","));
      is("around", this.ring ? this.ring.map((corner) => corner.join(",")).join(";") : "");
      history.replaceState(history.state, "", address);
    }, 250);
  }

  // Looks at some points as closely as all of them allow.
  nearer(points) {
    if (!points.length) {
      return;
    }
    const ends = (values) => {
      const sorted = points.map((at) => values[at]).sort((one, other) => one - other);
      return [sorted[0], sorted.at(-1)];
    };
    const [[left, right], [top, bottom]] = [ends(this.points.x), ends(this.points.y)];
    const size = Math.max(right - left, bottom - top, FULL / 20) * 1.2;
    sight = { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.min(Math.max(FULL / size, 1), 60) };
  }

  // ---- drawing

  fit() {
    const density = devicePixelRatio || 1;
    this.canvas.width = Math.max(1, Math.round(this.canvas.clientWidth * density));
    this.canvas.height = Math.max(1, Math.round(this.canvas.clientHeight * density));
    this.density = density;
    this.draw();
  }

  // Pixels a unit of the map takes across and down, and where its corner lies.
  // The map has no measure of its own, so it may be wider than high.
  frame() {
    const { width, height } = this.canvas;
    const least = Math.min(width, height);
    const [across, down] = [width, height].map((size) => (Math.min(size, least * 1.6) * 0.94 * sight.zoom) / FULL);
    return { across, down, left: width / 2 - sight.x * across, top: height / 2 - sight.y * down };
  }

  // Draws soon, and where there are too many points for that only some of them.
  move() {
    clearTimeout(this.resting);
    this.moving = this.count > WHILE_MOVING;
    if (this.moving) {
      this.resting = setTimeout(() => {
        this.moving = false;
        this.draw();
      }, RESTS);
    }
    this.draw();
  }

  draw() {
    if (!this.asked) {
      this.asked = requestAnimationFrame(() => {
        this.asked = null;
        const begun = performance.now();
        this.paint();
        performance.measure("motif:frame", { start: begun, end: performance.now() });
      });
    }
  }

  paint() {
    const { width, height } = this.canvas;
    if (this.image?.width !== width || this.image?.height !== height) {
      this.image = this.pen.createImageData(width, height);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
    const { pixels, points, colours, palette } = this;
    pixels.fill(palette.paper);
    const frame = this.frame();
    const disc = shape(this.radius());
    const faint = this.lit || this.marked || this.among;
    const put = (at, colour) => {
      const x = Math.round(points.x[at] * frame.across + frame.left);
      const y = Math.round(points.y[at] * frame.down + frame.top);
      dot(pixels, width, height, x, y, disc, colour);
    };
    // What stands out is drawn last, over everything else.
    const late = [];
    const step = this.moving ? Math.ceil(this.count / WHILE_MOVING) : 1;
    for (let at = 0; at < this.count; at += step) {
      const value = colours.of[at];
      const stands = faint
        ? (!this.lit || this.lit.has(value)) && (!this.marked || this.marked.has(at)) && (!this.among || this.among.has(at))
        : value >= 0;
      if (stands) {
        late.push(at);
      } else {
        put(at, faint ? palette.faint : palette.none);
      }
    }
    for (const at of late) {
      const value = colours.of[at];
      put(at, value < 0 ? palette.ink : palette.colours[value]);
    }
    this.pen.putImageData(this.image, 0, 0);
    if (this.dense && !this.moving) {
      this.density_lines(frame, late);
    }
    this.names(frame);
    this.outline();
    const shown = this.said ?? this.counted(late.length);
    if (!this.moving && this.state.textContent !== shown) {
      this.state.textContent = shown;
    }
  }

  share(some) {
    return `${some.toLocaleString("en")} of ${this.count.toLocaleString("en")} passages`;
  }

  counted(some) {
    if (!this.lit && this.among) {
      return `${this.share(some)} pass the filter`;
    }
    if (!this.lit) {
      return `${this.count.toLocaleString("en")} passages`;
    }
    const names = [...this.lit].map((value) => this.colours.values[value] ?? this.missing());
    return `${this.share(some)}: ${names.join(", ")}`;
  }

  // What points are called that have no value.
  missing() {
    return { theme: "in no theme", tone: "plain or unclear" }[this.canvas.dataset.by] ?? "unknown";
  }

  radius() {
    const base = this.count < 3000 ? 3.2 : this.count < 20000 ? 2.1 : 1.3;
    return Math.min(base * sight.zoom ** 0.4, 7) * this.density;
  }

  // The names of themes, the larger ones first, where none hides another;
  // more of them the nearer one looks.
  names(frame) {
    if (!this.named.ids.length) {
      return;
    }
    this.middles ??= middles(this.points, this.named);
    const size = 12.5 * this.density;
    this.pen.font = `600 ${size}px ${getComputedStyle(document.body).fontFamily}`;
    this.pen.textAlign = "center";
    this.pen.textBaseline = "middle";
    this.pen.lineJoin = "round";
    const taken = [];
    const most = Math.round(14 * sight.zoom ** 1.3);
    for (const { value, x, y } of this.middles.slice(0, most)) {
      if (this.lit && this.named === this.colours && !this.lit.has(value)) {
        continue;
      }
      const name = this.named.values[value];
      const half = this.pen.measureText(name).width / 2 + 4;
      const down = y * frame.down + frame.top;
      const middle = x * frame.across + frame.left;
      // A name at the edge is read whole, as long as its points are in sight.
      const inside = middle > 0 && middle < this.canvas.width;
      const across = inside ? Math.min(Math.max(middle, half), Math.max(half, this.canvas.width - half)) : middle;
      const box = [across - half, down - size * 0.8, across + half, down + size * 0.8];
      if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) {
        continue;
      }
      taken.push(box);
      this.pen.lineWidth = 4 * this.density;
      this.pen.strokeStyle = this.palette.paperText;
      this.pen.strokeText(name, across, down);
      this.pen.fillStyle = this.palette.inkText;
      this.pen.fillText(name, across, down);
    }
  }

  // Lines around where most of what stands out lies.
  density_lines(frame, late) {
    const of = `${late.length}|${[...(this.lit ?? [])]}|${this.marked?.size}|${this.among?.size}`;
    if (this.lines?.of !== of) {
      this.lines = { of, levels: contours(this.points, late) };
    }
    this.pen.strokeStyle = this.palette.inkText;
    this.lines.levels.forEach((segments, level) => {
      this.pen.globalAlpha = 0.25 + 0.18 * level;
      this.pen.lineWidth = 1.1 * this.density;
      this.pen.beginPath();
      for (let at = 0; at < segments.length; at += 4) {
        this.pen.moveTo(segments[at] * frame.across + frame.left, segments[at + 1] * frame.down + frame.top);
        this.pen.lineTo(segments[at + 2] * frame.across + frame.left, segments[at + 3] * frame.down + frame.top);
      }
      this.pen.stroke();
    });
    this.pen.globalAlpha = 1;
  }

  outline() {
    const line = this.path ?? this.ring;
    if (!line || line.length < 2) {
      return;
    }
    const { across, down, left, top } = this.frame();
    this.pen.beginPath();
    line.forEach(([x, y]) => this.pen.lineTo(x * across + left, y * down + top));
    this.pen.closePath();
    this.pen.lineWidth = 1.5 * this.density;
    this.pen.strokeStyle = this.palette.inkText;
    this.pen.stroke();
  }

  // ---- legend

  list() {
    const counts = new Map();
    this.colours.of.forEach((value, at) => {
      if (!this.among || this.among.has(at)) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    });
    const order = [...this.colours.values.keys()].filter((value) => counts.has(value));
    const rows = order.map((value) => this.entry(value, this.colours.values[value], counts.get(value) ?? 0));
    if (counts.get(-1)) {
      rows.push(this.entry(-1, this.missing(), counts.get(-1)));
    }
    this.legend.replaceChildren(...rows);
    this.legend.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest" });
  }

  entry(value, name, count) {
    const row = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", String(Boolean(this.lit?.has(value))));
    button.append(swatch(value < 0 ? this.palette.none : this.palette.colours[value]), name);
    const number = document.createElement("span");
    number.className = "count";
    number.append(count.toLocaleString("en"));
    button.append(number);
    button.addEventListener("click", () => {
      // Several may be lit at once.
      const lit = new Set(this.lit);
      lit.delete(value) || lit.add(value);
      this.lit = lit.size ? lit : null;
      button.setAttribute("aria-pressed", String(lit.has(value)));
      this.draw();
    });
    row.append(button);
    return row;
  }

  // ---- pointer and keys

  listen() {
    const { canvas } = this;
    const signal = this.ended.signal;
    const lasso = this.main.querySelector("#lasso");
    let from = null;
    const press = (is) => {
      lasso.setAttribute("aria-pressed", String(is));
      canvas.classList.toggle("drawing", is);
    };
    lasso.addEventListener("click", () => press(lasso.getAttribute("aria-pressed") !== "true"), { signal });
    this.main.querySelector("#whole").addEventListener("click", () => this.whole(), { signal });
    this.main.querySelector("#picture").addEventListener("click", () => this.picture(), { signal });
    const dense = this.main.querySelector("#dense");
    dense.addEventListener("click", () => {
      this.dense = !this.dense;
      dense.setAttribute("aria-pressed", String(this.dense));
      this.draw();
    }, { signal });
    const fingers = new Map();
    let pinched = null;
    const pinch = () => {
      const [one, other] = [...fingers.values()];
      const middle = { clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 };
      return { middle, apart: Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)) };
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
      if (fingers.size === 2) {
        // Two fingers look nearer, whatever the first began.
        [from, this.path, pinched] = [null, null, pinch()];
        return;
      }
      if (event.shiftKey || lasso.getAttribute("aria-pressed") === "true") {
        this.path = [this.under(event)];
      } else {
        from = { at: [event.clientX, event.clientY], x: sight.x, y: sight.y };
      }
      this.hide();
    }, { signal });
    canvas.addEventListener("pointermove", (event) => {
      if (fingers.has(event.pointerId)) {
        fingers.set(event.pointerId, event);
      }
      if (pinched) {
        if (fingers.size === 2) {
          const now = pinch();
          const place = this.under(now.middle);
          const before = this.under(pinched.middle);
          sight.x -= place[0] - before[0];
          sight.y -= place[1] - before[1];
          this.zoom(now.apart / pinched.apart, this.under(now.middle));
          pinched = now;
        }
      } else if (this.path) {
        this.path.push(this.under(event));
        this.draw();
      } else if (from) {
        const { across, down } = this.frame();
        sight.x = from.x - ((event.clientX - from.at[0]) * this.density) / across;
        sight.y = from.y - ((event.clientY - from.at[1]) * this.density) / down;
        this.move();
      } else {
        this.hover(event);
      }
    }, { signal });
    canvas.addEventListener("pointercancel", (event) => {
      fingers.delete(event.pointerId);
      [from, this.path, pinched] = [null, null, null];
      this.draw();
    }, { signal });
    canvas.addEventListener("pointerup", (event) => {
      fingers.delete(event.pointerId);
      if (pinched) {
        pinched = fingers.size ? pinched : null;
        return;
      }
      const still = from && Math.hypot(event.clientX - from.at[0], event.clientY - from.at[1]) < 4;
      from = null;
      if (still) {
        this.read(event);
      } else {
        this.remember();
      }
      if (this.path) {
        const path = this.path;
        this.path = null;
        press(false);
        this.choose(path);
      }
    }, { signal });
    canvas.addEventListener("pointerleave", () => this.hide(), { signal });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * 0.0016), this.under(event));
    }, { signal, passive: false });
    canvas.addEventListener("dblclick", (event) => this.zoom(2, this.under(event)), { signal });
    canvas.addEventListener("keydown", (event) => {
      const step = (FULL * 0.08) / sight.zoom;
      const moves = {
        ArrowLeft: () => { sight.x -= step; },
        ArrowRight: () => { sight.x += step; },
        ArrowUp: () => { sight.y -= step; },
        ArrowDown: () => { sight.y += step; },
        "+": () => this.zoom(1.4),
        "=": () => this.zoom(1.4),
        "-": () => this.zoom(1 / 1.4),
        0: () => this.whole(),
        Enter: () => this.chooseSeen(),
        n: () => this.neighbours(this.hovered),
        Escape: () => this.forget(),
      };
      if (moves[event.key] && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        moves[event.key]();
        this.move();
        this.remember();
      }
    }, { signal });
  }

  // Returns the place of the map under a pointer.
  under(event) {
    const { across, down, left, top } = this.frame();
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * this.density - left) / across, ((event.clientY - box.top) * this.density - top) / down];
  }

  zoom(factor, around = [sight.x, sight.y]) {
    const zoom = Math.min(Math.max(sight.zoom * factor, 0.7), 60);
    const kept = sight.zoom / zoom;
    sight = { x: around[0] + (sight.x - around[0]) * kept, y: around[1] + (sight.y - around[1]) * kept, zoom };
    this.move();
    this.remember();
  }

  whole() {
    sight = { x: FULL / 2, y: FULL / 2, zoom: 1 };
    this.forget();
  }

  forget() {
    this.marked = null;
    this.ring = null;
    this.lit = null;
    this.said = null;
    this.chosenAt.hidden = true;
    this.list();
    this.draw();
    this.remember();
  }

  hover(event) {
    const place = this.under(event);
    const { down } = this.frame();
    const at = this.grid.nearest(place, (9 * this.density) / down);
    if (at === this.hovered) {
      return;
    }
    this.hovered = at;
    clearTimeout(this.waiting);
    if (at === null) {
      this.hide();
      return;
    }
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    this.waiting = setTimeout(() => this.show(at, x, y, box), 40);
  }

  async show(at, x, y, box) {
    const passage = this.points.passages[at];
    if (!this.cards.has(passage)) {
      this.cards.set(passage, ask(`/api/map/points/${passage}`));
    }
    const told = await this.cards.get(passage).catch(() => null);
    if (!told || this.hovered !== at) {
      return;
    }
    const line = (text, name) => {
      const line = document.createElement("p");
      line.className = name;
      line.append(text);
      return line;
    };
    const words = document.createElement("q");
    words.append(told.text);
    this.card.replaceChildren(line(told.theme ?? "in no theme", "theme"), words, line([told.by, told.place].filter(Boolean).join(" · "), "by"));
    this.card.hidden = false;
    const left = Math.min(x + 14, box.width - this.card.offsetWidth - 4);
    const top = y + 14 + this.card.offsetHeight > box.height ? y - this.card.offsetHeight - 10 : y + 14;
    this.card.style.left = `${Math.max(4, left)}px`;
    this.card.style.top = `${Math.max(4, top)}px`;
  }

  // A point leads to its passage, in its place.
  async read(event) {
    const { down } = this.frame();
    const at = this.grid.nearest(this.under(event), (9 * this.density) / down);
    if (at === null) {
      return;
    }
    if (event.altKey) {
      this.neighbours(at);
      return;
    }
    try {
      const { id } = await ask(`/api/map/points/${this.points.passages[at]}`);
      go(`/said/${encodeURIComponent(id)}`);
    } catch (problem) {
      say(problem.message);
    }
  }

  // The points that say what is nearest in meaning to one.
  async neighbours(at) {
    if (at === null || at === undefined) {
      return;
    }
    try {
      const { id } = await ask(`/api/map/points/${this.points.passages[at]}`);
      await this.hits(null, id, this.canvas.dataset.in);
      this.marked?.add(at);
      this.draw();
    } catch (problem) {
      say(problem.message);
    }
  }

  hide() {
    this.hovered = null;
    clearTimeout(this.waiting);
    this.card.hidden = true;
  }

  // ---- what was drawn around

  choose(path) {
    const ring = outlined(path);
    const chosen = [];
    for (let at = 0; at < this.count; at += 1) {
      if (inside(ring, this.points.x[at], this.points.y[at]) && (!this.among || this.among.has(at))) {
        chosen.push(at);
      }
    }
    this.look(chosen, ring);
  }

  // By keyboard: everything in sight.
  chooseSeen() {
    const { across, down, left, top } = this.frame();
    const [right, bottom] = [(this.canvas.width - left) / across, (this.canvas.height - top) / down];
    this.choose([[-left / across, -top / down], [right, -top / down], [right, bottom], [-left / across, bottom]]);
  }

  async look(chosen, ring) {
    if (!chosen.length) {
      this.forget();
      return;
    }
    this.marked = new Set(chosen);
    this.ring = ring;
    this.said = `${this.share(chosen.length)} chosen`;
    this.draw();
    this.remember();
    const asked = new URLSearchParams({ around: ring.map((corner) => corner.join(",")).join(";") });
    this.canvas.dataset.in && asked.set("in", this.canvas.dataset.in);
    try {
      const answer = await fetch(`/map/chosen?${asked}`, { headers: { accept: "text/html" } });
      if (!answer.ok) {
        throw new Error("What was chosen cannot be shown");
      }
      this.tell(await answer.text(), chosen);
    } catch (problem) {
      say(problem.message);
    }
  }

  tell(page, chosen) {
    const told = new DOMParser().parseFromString(page, "text/html");
    const parts = [...told.body.childNodes];
    if (!("readOnly" in root.dataset)) {
      const pointed = JSON.stringify(chosen.map((at) => ({ point: this.points.passages[at] })));
      const buttons = document.createElement("div");
      buttons.className = "buttons";
      for (const [name, dialog] of [["Create a theme…", "make"], ["Move to a theme…", "move-all"]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.append(name);
        button.addEventListener("click", () => open(dialog, { passages: pointed }));
        buttons.append(button);
      }
      parts.splice(2, 0, buttons);
    }
    this.chosenAt.replaceChildren(...parts);
    this.chosenAt.hidden = false;
    this.chosenAt.scrollIntoView({ block: "nearest" });
  }

  picture() {
    this.canvas.toBlob((picture) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(picture);
      link.download = "motif-map.png";
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }
}
