import { batch, signal } from '@preact/signals';
import { chooseNone, chosen, isAllChosen, isNarrow, list } from '../shell/mailbox';
import { go, route } from '../shell/route';

/** The row that keys act on. */
export const cursor = signal(-1);

/** A row that is to be read as soon as it is here: somebody jumped to it. */
export const wanted = signal<number | null>(null);

let anchor = -1;

/** Moves to a row. Beside the list it is read at once; where the list is alone it is not. */
export function moveTo(index: number, isRange = false): void {
  const total = list.value.total.value ?? 0;
  if (total === 0) return;
  const to = Math.min(total - 1, Math.max(0, index));
  const from = cursor.value;
  batch(() => {
    cursor.value = to;
    if (isRange) chooseRange(anchor < 0 ? from : anchor, to);
    else if (!isNarrow()) open(to, false);
  });
}

export const moveBy = (rows: number, isRange = false): void =>
  moveTo(cursor.value < 0 ? 0 : cursor.value + rows, isRange);

/** Reads a row. */
export function open(index: number, isStep: boolean): void {
  const row = list.value.row(index);
  cursor.value = index;
  anchor = index;
  if (row === undefined) {
    wanted.value = index;
    return;
  }

  wanted.value = null;
  go({ id: row.id, tab: route.value.id === null ? null : route.value.tab }, isStep || route.value.id === null);
}

/** A click: plain it reads, with Ctrl it chooses one, with Shift it chooses all up to there. */
export function click(index: number, event: MouseEvent): void {
  if (event.shiftKey) {
    chooseRange(anchor < 0 ? Math.max(0, cursor.value) : anchor, index);
    cursor.value = index;
  } else if (event.ctrlKey || event.metaKey) {
    choose(index);
  } else {
    chooseNone();
    open(index, true);
  }
}

export function choose(index: number): void {
  const row = list.value.row(index);
  if (row === undefined) return;
  const next = new Set(isAllChosen.value ? [] : chosen.value);
  if (!next.delete(row.id)) next.add(row.id);
  batch(() => {
    isAllChosen.value = false;
    chosen.value = next;
    cursor.value = index;
  });
  anchor = index;
}

function chooseRange(from: number, to: number): void {
  const next = new Set(chosen.value);
  for (let at = Math.max(0, Math.min(from, to)); at <= Math.max(from, to); at++) {
    const row = list.value.row(at);
    if (row !== undefined) next.add(row.id);
  }

  isAllChosen.value = false;
  chosen.value = next;
}
