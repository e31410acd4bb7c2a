import { markRows } from './svg';

/**
 * Where a page ends in its pixels: at its mark, or below it, where something is painted that does not count as
 * content. `null` if it goes on.
 */
export function endOf(pixels: Uint8ClampedArray, across: number, mark: readonly number[]): number | null {
  const rows = pixels.length / 4 / across;
  let painted = 0;
  let end: number | null = null;
  let marked = 0;
  for (let row = 0; row < rows; row++) {
    marked = isAll(pixels, row * across * 4, across, mark) ? marked + 1 : 0;
    if (marked === markRows - 1 && end === null) {
      end = row - marked + 1;
      painted = Math.min(painted, end);
    }

    const isOfMark = end !== null && row <= end + markRows;
    if (!isOfMark && isPainted(pixels, row * across * 4, across)) painted = row + 1;
  }

  return end === null ? null : Math.max(end, painted, 1);
}

function isAll(pixels: Uint8ClampedArray, at: number, across: number, colour: readonly number[]): boolean {
  for (let i = 0; i < across * 4; i++) if (pixels[at + i] !== (i % 4 === 3 ? 255 : colour[i % 4])) return false;
  return true;
}

function isPainted(pixels: Uint8ClampedArray, at: number, across: number): boolean {
  for (let i = 3; i < across * 4; i += 4) if (pixels[at + i] !== 0) return true;
  return false;
}
