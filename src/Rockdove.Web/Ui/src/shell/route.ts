import { signal } from '@preact/signals';

/** Where in the pages somebody is. It is all in the address behind `#`, so that any of it can be sent and kept. */
export interface Route {
  /** `mail`, or a page of pages.ts. */
  page: string;
  /** What the page says of itself: of `mail` nothing. */
  rest: string[];
  inbox: string | null;
  q: string;
  id: string | null;
  tab: string | null;
}

export const home: Route = { page: 'mail', rest: [], inbox: null, q: '', id: null, tab: null };

/** `#/mail/ID/TAB?q=…`, `#/inbox/NAME/ID/TAB?q=…`, `#/PAGE/…`. What cannot be read is all mail. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = split(hash.replace(/^#\/?/, ''), '?');
  const words = path
    .split('/')
    .filter(word => word !== '')
    .map(decode);
  const q = new URLSearchParams(query).get('q') ?? '';
  const [page = 'mail', ...rest] = words;
  if (page === 'mail') return { ...home, q, id: rest[0] ?? null, tab: rest[1] ?? null };
  if (page === 'inbox') {
    return rest[0] === undefined
      ? { ...home, q }
      : { ...home, q, inbox: rest[0], id: rest[1] ?? null, tab: rest[2] ?? null };
  }

  return { ...home, page, rest };
}

export function formatRoute(route: Route): string {
  if (route.page !== 'mail') return `#/${[route.page, ...route.rest].map(encodeURIComponent).join('/')}`;
  const words = route.inbox === null ? ['mail'] : ['inbox', route.inbox];
  if (route.id !== null) {
    words.push(route.id);
    if (route.tab !== null) words.push(route.tab);
  }

  const query = route.q === '' ? '' : `?${new URLSearchParams({ q: route.q })}`;
  return `#/${words.map(encodeURIComponent).join('/')}${query}`;
}

function split(text: string, by: string): string[] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

export const route = signal<Route>(home);

/** Goes there. `isStep` is what the back button comes back to; moving through a list is none. */
export function go(to: Partial<Route>, isStep = true): void {
  const next = { ...route.value, ...to };
  const hash = formatRoute(next);
  if (hash === formatRoute(route.value)) return;
  if (isStep) history.pushState(null, '', hash);
  else history.replaceState(null, '', hash);
  route.value = next;
}

export function followRoute(): void {
  const read = (): void => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', read);
  addEventListener('popstate', read);
  read();
}
