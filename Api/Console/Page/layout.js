// Every tile in its true shape, all rows equally high, as large as they fit.
const gap = 8;
const least = 150;

/** @returns {{height: number, fits: boolean}} The height of a row in pixels. */
export function rowHeight(shapes, width, height) {
  const widest = Math.max(...shapes);
  const most = Math.floor(Math.min(height, width / widest));
  for (let row = most; row >= least; row -= 2) {
    if (total(shapes, width, row) <= height) {
      return { height: row, fits: true };
    }
  }

  // More than the screen holds: a size that can still be read, and scrolling.
  return { height: Math.min(Math.floor(width / widest), Math.max(least, Math.floor(width < 500 ? width / widest : 200))), fits: false };
}

function total(shapes, width, row) {
  let lines = 1;
  let used = 0;
  for (const shape of shapes) {
    const tile = Math.floor(shape * row);
    if (used > 0 && used + gap + tile > width) {
      lines += 1;
      used = tile;
    } else {
      used += (used > 0 ? gap : 0) + tile;
    }
  }

  return lines * row + (lines - 1) * gap;
}
