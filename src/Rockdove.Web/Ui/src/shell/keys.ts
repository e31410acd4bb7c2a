import { signal } from '@preact/signals';
import { choose, cursor, moveBy, moveTo, open } from '../list/cursor';
import { askAndDelete } from './actions';
import { chooseNone, chosenCount, inboxes, isNarrow, list, mark, remove, target } from './mailbox';
import { isSideOpen, places } from './places';
import { go, home, route } from './route';

/** Whether the sheet of keys is shown. */
export const isHelpOpen = signal(false);

/** Counts how often a key asked for something that a part of the page opens. */
export const asksForTags = signal(0);
export const asksForRelease = signal(0);
export const asksForNextTab = signal(0);

let isGoing = false;
let goingTimer: ReturnType<typeof setTimeout> | undefined;

export function followKeys(): void {
  addEventListener('keydown', event => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      document.querySelector('dialog[open]')
    )
      return;
    const at = event.target as HTMLElement;
    if (at.closest('input, textarea, select, [contenteditable]')) return;
    const isButton = at.closest('button, a, summary') !== null;
    if (isButton && (event.key === 'Enter' || event.key === ' ')) return;
    const press = isGoing ? going[event.key] : keyOf(event);
    stopGoing();
    if (press === undefined) return;
    event.preventDefault();
    press();
  });
}

function keyOf(event: KeyboardEvent): (() => void) | undefined {
  if (route.value.page !== 'mail') return everywhere[event.key];
  const isInList = (event.target as HTMLElement).closest('.reading') === null;
  if (isInList || event.key.length === 1) {
    const { shiftKey } = event;
    switch (event.key) {
      case 'j':
      case 'J':
      case 'ArrowDown':
        return () => moveBy(1, shiftKey);
      case 'k':
      case 'K':
      case 'ArrowUp':
        return () => moveBy(-1, shiftKey);
      case 'PageDown':
        return () => moveBy(10, shiftKey);
      case 'PageUp':
        return () => moveBy(-10, shiftKey);
      case 'Home':
        return () => moveTo(0, shiftKey);
      case 'End':
        return () => moveTo((list.value.total.value ?? 1) - 1, shiftKey);
    }
  }

  return inMail[event.key] ?? everywhere[event.key];
}

const everywhere: Record<string, () => void> = {
  '?': () => {
    isHelpOpen.value = true;
  },
  '/': () => {
    go({ page: 'mail' });
    setTimeout(() => document.getElementById('search')?.focus());
  },
  g: () => {
    isGoing = true;
    goingTimer = setTimeout(stopGoing, 1500);
  },
  Escape: () => {
    if (isSideOpen.value) isSideOpen.value = false;
    else if (route.value.page !== 'mail') go(home);
    else if (chosenCount.value > 0) chooseNone();
    else if (isNarrow() && route.value.id !== null) go({ id: null, tab: null });
    else document.querySelector<HTMLElement>('.rows')?.focus();
  },
};

const inMail: Record<string, () => void> = {
  Enter: () => {
    if (cursor.value < 0) return;
    open(cursor.value, true);
    setTimeout(() => document.querySelector<HTMLElement>('.reading')?.focus());
  },
  x: () => choose(Math.max(0, cursor.value)),
  '#': () => void deleteTarget(),
  Delete: () => void deleteTarget(),
  u: () => {
    const selection = target();
    if (selection === null) return;
    const one = 'ids' in selection && selection.ids.length === 1 ? list.value.indexOf(selection.ids[0]!) : -1;
    void mark(selection, one >= 0 && list.value.row(one)?.isRead === false);
  },
  e: () => {
    asksForNextTab.value++;
  },
  t: () => {
    asksForTags.value++;
  },
  r: () => {
    asksForRelease.value++;
  },
};

/** After `g`. */
const going: Record<string, () => void> = {
  a: () => go(home),
  i: () => {
    const all = inboxes.value;
    const at = all.findIndex(one => one.name === route.value.inbox);
    const next = all[(at + 1) % Math.max(1, all.length)];
    if (next !== undefined) go({ ...home, inbox: next.name });
  },
  ...Object.fromEntries(places.map(place => [place.key, () => place.isThere() && go({ ...home, page: place.page })])),
};

function stopGoing(): void {
  isGoing = false;
  clearTimeout(goingTimer);
}

async function deleteTarget(): Promise<void> {
  const selection = target();
  if (selection === null) return;
  if ('ids' in selection && selection.ids.length === 1) await remove(selection);
  else await askAndDelete(selection);
}
