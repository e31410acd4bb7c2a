import { effect, signal } from '@preact/signals';
import type { Language } from '../text/catalogue';

/** What somebody chose. It is kept in this browser. */
export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  language: Language | 'auto';
  density: 'comfortable' | 'compact';
  times: 'relative' | 'absolute';
  notifications: boolean;
  /** Pixels. */
  sideWidth: number;
  listWidth: number;
  wrapSource: boolean;
  searches: string[];
}

const usual: Settings = {
  theme: 'auto',
  language: 'auto',
  density: 'comfortable',
  times: 'absolute',
  notifications: false,
  sideWidth: 208,
  listWidth: 400,
  wrapSource: true,
  searches: [],
};

const place = 'rockdove.settings';

function read(): Settings {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Settings>) };
  } catch {
    return usual; // Not ours, or not allowed.
  }
}

export const settings = signal<Settings>(read());

export function set(changes: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changes };
  try {
    localStorage.setItem(place, JSON.stringify(settings.value));
  } catch {
    // It holds until the page is left.
  }
}

export function applySettings(): void {
  effect(() => {
    const { theme, density } = settings.value;
    const root = document.documentElement;
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    root.dataset.density = density;
  });
}
