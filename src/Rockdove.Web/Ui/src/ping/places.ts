import type { IconName } from '../parts/Icon';
import { formatRoute, go, home, type Route, route } from '../shell/route';
import type { Text } from './text/words';

export type PageName = 'matrix' | 'pair' | 'account' | 'probe' | 'session' | 'checks' | 'alerts' | 'settings';

/** Where a page is: `#/pair/ann/eva`. The shell's own words for a page come first. */
export const to = (page: PageName, ...rest: (string | number)[]): Route => ({
  ...home,
  page,
  rest: rest.map(word => `${word}`),
});

export const href = (...at: Parameters<typeof to>): string => formatRoute(to(...at));

export const goTo = (at: Route, isStep = true): void => go(at, isStep);

/** The first page is the matrix, whatever the address says that is none of ours. */
export const page = (): PageName => {
  const said = route.value.page as PageName;
  return known.includes(said) ? said : 'matrix';
};

const known: readonly PageName[] = ['matrix', 'pair', 'account', 'probe', 'session', 'checks', 'alerts', 'settings'];

export interface Place {
  page: PageName;
  label: Text;
  icon: IconName;
  /** The second key of `g` and a letter. */
  key: string;
}

/** In the order of the side. */
export const places: readonly Place[] = [
  { page: 'matrix', label: 'matrix', icon: 'grid', key: 'm' },
  { page: 'alerts', label: 'alerts', icon: 'warn', key: 'a' },
  { page: 'checks', label: 'checks', icon: 'ok', key: 'c' },
  { page: 'settings', label: 'settings', icon: 'settings', key: 's' },
];
