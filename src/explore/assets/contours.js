// Where most points lie: lines of equal density, by marching squares over a
// smoothed count.

import { FULL } from "./points.js";

const CELLS = 96;

// Shares of the highest density that have a line.
const LEVELS = [0.08, 0.2, 0.4, 0.65];

/** Returns for each level the ends of its lines: x, y, x, y, … in map units. */
export function contours({ x, y }, points) {
  const counts = new Float64Array(CELLS * CELLS);
  const cell = (place) => Math.min(CELLS - 1, Math.floor((place / (FULL + 1)) * CELLS));
  for (const at of points) {
    counts[cell(y[at]) * CELLS + cell(x[at])] += 1;
  }
  // Three means of neighbours are nearly a normal curve.
  let density = counts;
  for (let pass = 0; pass < 3; pass += 1) {
    density = smoothed(smoothed(density, 1), CELLS);
  }
  const highest = density.reduce((most, value) => Math.max(most, value), 0);
  return highest > 0 ? LEVELS.map((level) => lines(density, level * highest)) : [];
}

// Each value with its neighbours on either side, `step` apart.
function smoothed(values, step) {
  const along = (at) => (step === 1 ? at % CELLS : Math.floor(at / CELLS));
  return values.map((value, at) => {
    const before = along(at) > 0 ? values[at - step] : 0;
    const after = along(at) < CELLS - 1 ? values[at + step] : 0;
    return (before + value + after) / 3;
  });
}

function lines(density, level) {
  const ends = [];
  const unit = FULL / CELLS;
  for (let row = 0; row < CELLS - 1; row += 1) {
    for (let column = 0; column < CELLS - 1; column += 1) {
      const corners = [
        [column, row, density[row * CELLS + column]],
        [column + 1, row, density[row * CELLS + column + 1]],
        [column + 1, row + 1, density[(row + 1) * CELLS + column + 1]],
        [column, row + 1, density[(row + 1) * CELLS + column]],
      ];
      const crossed = [];
      corners.forEach(([x1, y1, first], at) => {
        const [x2, y2, second] = corners[(at + 1) % 4];
        if (first >= level !== second >= level) {
          const part = (level - first) / (second - first);
          crossed.push((x1 + (x2 - x1) * part + 0.5) * unit, (y1 + (y2 - y1) * part + 0.5) * unit);
        }
      });
      // Two crossings are a line, four are two.
      for (let at = 0; at + 3 < crossed.length; at += 4) {
        ends.push(crossed[at], crossed[at + 1], crossed[at + 2], crossed[at + 3]);
      }
    }
  }
  return ends;
}
