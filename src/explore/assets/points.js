// Points of the plane: which is nearest, where most of a theme lies, what a
// line goes around.

/** A place reaches from 0 to this. */
export const FULL = 65535;

/** Finds the point nearest to a place: points sorted into square cells. */
export class Grid {
  static CELLS = 128;

  constructor({ x, y }) {
    this.x = x;
    this.y = y;
    const cells = Grid.CELLS * Grid.CELLS;
    this.begin = new Uint32Array(cells + 1);
    const cell = (at) => Grid.cell(y[at]) * Grid.CELLS + Grid.cell(x[at]);
    for (let at = 0; at < x.length; at += 1) {
      this.begin[cell(at) + 1] += 1;
    }
    for (let at = 0; at < cells; at += 1) {
      this.begin[at + 1] += this.begin[at];
    }
    const next = this.begin.slice();
    this.points = new Uint32Array(x.length);
    for (let at = 0; at < x.length; at += 1) {
      this.points[next[cell(at)]++] = at;
    }
  }

  static cell(place) {
    return Math.min(Grid.CELLS - 1, Math.max(0, Math.floor((place / (FULL + 1)) * Grid.CELLS)));
  }

  nearest([x, y], within) {
    let best = null;
    let least = within * within;
    for (let row = Grid.cell(y - within); row <= Grid.cell(y + within); row += 1) {
      for (let column = Grid.cell(x - within); column <= Grid.cell(x + within); column += 1) {
        const cell = row * Grid.CELLS + column;
        for (let at = this.begin[cell]; at < this.begin[cell + 1]; at += 1) {
          const point = this.points[at];
          const distance = (this.x[point] - x) ** 2 + (this.y[point] - y) ** 2;
          if (distance < least) {
            least = distance;
            best = point;
          }
        }
      }
    }
    return best;
  }
}

/** Returns where most of each theme lies, the theme of most points first. */
export function middles({ x, y }, { of, values }) {
  const points = values.map(() => []);
  of.forEach((value, at) => {
    if (value >= 0) {
      points[value].push(at);
    }
  });
  const middle = (places) => places.sort((one, other) => one - other)[places.length >> 1];
  return points
    .map((points, value) => ({ value, count: points.length, x: middle(points.map((at) => x[at])), y: middle(points.map((at) => y[at])) }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || one.value - other.value);
}

export function inside(path, x, y) {
  let is = false;
  for (let at = 0, last = path.length - 1; at < path.length; last = at, at += 1) {
    const [[x1, y1], [x2, y2]] = [path[at], path[last]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) {
      is = !is;
    }
  }
  return is;
}

// Corners of a line that is kept: an address holds no more.
const CORNERS = 48;

/** Returns a drawn line with few corners, in whole units. */
export function outlined(path) {
  const step = Math.max(1, Math.ceil(path.length / CORNERS));
  return path.filter((_, at) => at % step === 0).map(([x, y]) => [Math.round(x), Math.round(y)]);
}
