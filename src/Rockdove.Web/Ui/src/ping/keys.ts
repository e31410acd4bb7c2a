import { route } from '../shell/route';
import { goTo, page, places, to } from './places';
import { about, isHelpOpen, isSideOpen, sendProbe } from './state';

let isGoing = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What keys do wherever the focus is, besides those of the grid. */
export function followProberKeys(): void {
  addEventListener('keydown', event => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      document.querySelector('dialog[open]')
    )
      return;
    if (
      (event.target as HTMLElement).closest(
        'textarea, select, [contenteditable], input:not([type=range], [type=radio])',
      )
    )
      return;
    const press = isGoing ? going[event.key] : everywhere[event.key];
    stopGoing();
    if (press === undefined) return;
    event.preventDefault();
    press();
  });
}

/** A button of the page that a key presses. */
const click = (shortcut: string): void =>
  document.querySelector<HTMLButtonElement>(`[aria-keyshortcuts="${shortcut}"]:not(:disabled)`)?.click();

const everywhere: Record<string, () => void> = {
  '?': () => {
    isHelpOpen.value = true;
  },
  g: () => {
    isGoing = true;
    timer = setTimeout(stopGoing, 1500);
  },
  '[': () => click('['),
  ']': () => click(']'),
  n: () => page() === 'matrix' && goTo(to('matrix'), false),
  o: () => {
    const [from, receiver] = route.value.rest;
    if (page() === 'pair') goTo(to('pair', receiver ?? '', from ?? ''));
  },
  p: () => {
    const [from, receiver] = route.value.rest;
    if (page() === 'pair' && about.value?.probesNow === true) void sendProbe(from ?? '', receiver ?? '');
  },
  Escape: () => {
    if (isSideOpen.value) isSideOpen.value = false;
    else if (page() !== 'matrix') goTo(to('matrix'));
  },
};

/** After `g`. */
const going: Record<string, () => void> = Object.fromEntries(
  places.map(place => [place.key, () => goTo(to(place.page))]),
);

function stopGoing(): void {
  isGoing = false;
  clearTimeout(timer);
}
