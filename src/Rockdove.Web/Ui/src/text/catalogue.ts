import { computed } from '@preact/signals';
import { settings } from '../shell/settings';
import type { Catalogue } from './en';
import { en } from './en';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** Catalogues that are here; others are fetched when they are wanted. */
const catalogues = { en } as Record<Language, Catalogue | undefined>;
const loaders: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  de: async () => (await import('./de')).de,
};

export type Text = { [K in keyof Catalogue]: Catalogue[K] extends string ? K : never }[keyof Catalogue];
export type Counted = Exclude<keyof Catalogue, Text>;

export function languageOf(choice: Language | 'auto', preferred: readonly string[]): Language {
  if (choice !== 'auto') return choice;
  for (const tag of preferred) {
    const found = languages.find(one => one === tag.toLowerCase().split('-')[0]);
    if (found !== undefined) return found;
  }

  return 'en';
}

export const language = computed<Language>(() => languageOf(settings.value.language, navigator.languages));

/** Before the first paint, so that nothing changes its words in front of the reader. */
export async function loadLanguage(of: Language): Promise<void> {
  if (of !== 'en') catalogues[of] ??= await loaders[of]();
  document.documentElement.lang = of;
}

const current = (): Catalogue => catalogues[language.value] ?? en;

/** A text, with what stands in braces filled in. */
export const t = (key: Text, values?: Record<string, string | number>): string =>
  fill(current()[key] as string, values);

/** A text that has a number in it. */
export function tn(key: Counted, n: number, values?: Record<string, string | number>): string {
  const forms = current()[key] as { one: string; other: string };
  const form = pluralRules().select(n) === 'one' ? forms.one : forms.other;
  return fill(form, { n: number(n), ...values });
}

export const fill = (text: string, values?: Record<string, string | number>): string =>
  values === undefined ? text : text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`);

const made = new Map<string, unknown>();

/** With the region of the browser, where it speaks the same language: an Englishman's 18:00 is no 6 pm. */
const locale = (of: Language): string => navigator.languages.find(one => one.split('-')[0] === of) ?? of;

function cached<T>(key: string, make: (locale: string) => T): T {
  const name = `${language.value} ${key}`;
  if (!made.has(name)) made.set(name, make(locale(language.value)));
  return made.get(name) as T;
}

const pluralRules = (): Intl.PluralRules => cached('plural', of => new Intl.PluralRules(of));

export const number = (n: number): string => cached('number', of => new Intl.NumberFormat(of)).format(n);

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

export function size(octets: number): string {
  let n = octets;
  let unit = 0;
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000;
    unit++;
  }

  const digits = unit === 0 || n >= 100 ? 0 : 1;
  return cached(
    `size ${unit} ${digits}`,
    of =>
      new Intl.NumberFormat(of, {
        style: 'unit',
        unit: units[unit]!,
        unitDisplay: unit === 0 ? 'long' : 'short',
        maximumFractionDigits: digits,
      }),
  ).format(n);
}

export const dateTime = (moment: Date): string =>
  cached('date', of => new Intl.DateTimeFormat(of, { dateStyle: 'medium', timeStyle: 'medium' })).format(moment);

/** Short enough for a row: the time of today, the day of this year, the date of others. */
export function shortTime(moment: Date, now: Date): string {
  const isToday = moment.toDateString() === now.toDateString();
  const isThisYear = moment.getFullYear() === now.getFullYear();
  const [key, options]: [string, Intl.DateTimeFormatOptions] = isToday
    ? ['time', { hour: '2-digit', minute: '2-digit' }]
    : isThisYear
      ? ['day', { day: 'numeric', month: 'short' }]
      : ['year', { dateStyle: 'short' }];
  return cached(`short ${key}`, of => new Intl.DateTimeFormat(of, options)).format(moment);
}

/** How long ago, in words; the date where that is longer than a week. */
export function since(moment: Date, now: Date): string {
  const seconds = Math.round((moment.getTime() - now.getTime()) / 1000);
  const relative = (n: number, unit: Intl.RelativeTimeFormatUnit): string =>
    cached('since', of => new Intl.RelativeTimeFormat(of, { numeric: 'auto', style: 'narrow' })).format(n, unit);
  const age = Math.abs(seconds);
  if (age < 5) return relative(0, 'second');
  if (age < 60) return relative(seconds, 'second');
  if (age < 3600) return relative(Math.round(seconds / 60), 'minute');
  if (age < 86_400) return relative(Math.round(seconds / 3600), 'hour');
  return age < 7 * 86_400 ? relative(Math.round(seconds / 86_400), 'day') : shortTime(moment, now);
}
