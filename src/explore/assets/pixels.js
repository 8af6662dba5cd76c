// Points as pixels: discs set one by one into an image, and their colours.

const shapes = new Map();

/** Returns the pixels of a disc around its middle, and how much each is covered. */
export function shape(radius) {
  const key = Math.round(radius * 4);
  if (!shapes.has(key)) {
    const disc = [];
    const reach = Math.ceil(radius);
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1) {
        const covered = Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(x, y)));
        if (covered > 0.05) {
          disc.push(x, y, Math.round(covered * 256));
        }
      }
    }
    shapes.set(key, Int32Array.from(disc));
  }
  return shapes.get(key);
}

export function dot(pixels, width, height, x, y, disc, colour) {
  if (x < -8 || y < -8 || x >= width + 8 || y >= height + 8) {
    return;
  }
  for (let at = 0; at < disc.length; at += 3) {
    const across = x + disc[at];
    const down = y + disc[at + 1];
    if (across < 0 || down < 0 || across >= width || down >= height) {
      continue;
    }
    const place = down * width + across;
    const covered = disc[at + 2];
    if (covered >= 256) {
      pixels[place] = colour;
    } else {
      const under = pixels[place];
      const rest = 256 - covered;
      const red = ((colour & 255) * covered + (under & 255) * rest) >> 8;
      const green = (((colour >> 8) & 255) * covered + ((under >> 8) & 255) * rest) >> 8;
      const blue = (((colour >> 16) & 255) * covered + ((under >> 16) & 255) * rest) >> 8;
      pixels[place] = 0xff000000 | (blue << 16) | (green << 8) | red;
    }
  }
}

/** Reads any colour as four bytes, in the order of an image. */
function bytes(colour) {
  const one = document.createElement("canvas");
  one.width = 1;
  one.height = 1;
  const pen = one.getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

export function swatch(colour) {
  const one = document.createElement("canvas");
  one.width = 1;
  one.height = 1;
  const pen = one.getContext("2d");
  pen.fillStyle = `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
  pen.fillRect(0, 0, 1, 1);
  return one;
}

const FEELINGS = {
  promoter: "promoter", positive: "promoter", praise: "promoter", satisfied: "promoter",
  passive: "passive-edge", neutral: "passive-edge", question: "passive-edge", mixed: "passive-edge",
  detractor: "detractor", negative: "detractor", complaint: "detractor", dissatisfied: "detractor",
  request: "link",
};

// So many themes have a colour of their own; the eye tells no more apart.
const TOLD_APART = 24;

export function palette(by, { values, ids, ordered }) {
  const style = getComputedStyle(document.documentElement);
  const named = (name) => style.getPropertyValue(`--${name}`).trim();
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const light = dark ? 74 : 55;
  const hue = (at) => `oklch(${light + [-4, 8, 2][at % 3]}% 0.14 ${(20 + at * 137.5) % 360})`;
  const colour = (value) => {
    // What is good, middling or bad has the colours of the groups, under every name.
    const feeling = FEELINGS[(by === "group" ? ids : values)[value].toLowerCase()];
    if (feeling && by !== "theme") {
      return named(feeling);
    }
    if (ordered) {
      const part = values.length > 1 ? value / (values.length - 1) : 0.5;
      return `oklch(${(dark ? 55 : 45) + part * 30}% 0.13 ${30 + part * 160})`;
    }
    // A theme keeps its colour, whatever else is there: it goes by its number.
    const own = by === "theme" && /^\d+$/.test(ids[value]) ? Number(ids[value]) : value;
    return value < TOLD_APART ? hue(own) : named("edge");
  };
  return {
    colours: Uint32Array.from(values, (_, value) => bytes(colour(value))),
    none: bytes(named("rule")),
    faint: bytes(named("faint")),
    ink: bytes(named("ink")),
    paper: bytes(named("paper")),
    paperText: named("paper"),
    inkText: named("ink"),
  };
}
