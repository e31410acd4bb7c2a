// The arithmetic of a list that is far longer than what is drawn of it.

/** Browsers stop drawing somewhere beyond this height; a longer list is pressed into it. */
export const tallest = 12_000_000;

export interface ListWindow {
  /** First row that is drawn, and the one behind the last. */
  first: number;
  end: number;
  /** Where the first one is, in pixels from the top of the scrolled area. */
  top: number;
  /** The height of that area. */
  height: number;
}

/** Which rows are to be drawn, `around` more than what is seen on both sides. */
export function windowOf(scrollTop: number, view: number, rowHeight: number, count: number, around = 6): ListWindow {
  const full = count * rowHeight;
  const height = Math.min(full, tallest);
  const at = virtualTop(scrollTop, view, full, height);
  const first = Math.max(0, Math.floor(at / rowHeight) - around);
  const end = Math.min(count, Math.ceil((at + view) / rowHeight) + around);
  return { first, end, top: first * rowHeight - at + scrollTop, height };
}

/** Where in the whole list the top of what is seen is. Of a list that is not pressed it is the scroll position. */
function virtualTop(scrollTop: number, view: number, full: number, height: number): number {
  if (full <= height) return Math.max(0, Math.min(scrollTop, full - view));
  const share = Math.min(1, Math.max(0, scrollTop / (height - view)));
  return share * (full - view);
}

/** The scroll position at which a row is at the top, or null if all of it is seen from where we are. */
export function scrollTo(
  row: number,
  scrollTop: number,
  view: number,
  rowHeight: number,
  count: number,
): number | null {
  const full = count * rowHeight;
  const height = Math.min(full, tallest);
  const at = virtualTop(scrollTop, view, full, height);
  const top = row * rowHeight;
  let wanted = at;
  if (top < at) wanted = top;
  else if (top + rowHeight > at + view) wanted = top + rowHeight - view;
  else return null;
  return full <= height ? wanted : (wanted / (full - view)) * (height - view);
}

/** The pages of a size that hold rows `first` to `end`. */
export function pagesOf(first: number, end: number, size: number): number[] {
  const pages: number[] = [];
  for (let page = Math.floor(first / size); page * size < end; page++) pages.push(page);
  return pages;
}

/** How far rows have moved down: where the one that was first is now; null if it is not among these. */
export function shiftOf(firstBefore: string | undefined, now: readonly { id: string }[]): number | null {
  if (firstBefore === undefined) return 0;
  const at = now.findIndex(one => one.id === firstBefore);
  return at < 0 ? null : at;
}
