import { fill, type Language, language, number } from '../../text/catalogue';
import { type Catalogue, en } from './en';

// The catalogue of the prober's pages, beside that of all pages.

const catalogues = { en } as Record<Language, Catalogue | undefined>;

export async function loadProberWords(of: Language): Promise<void> {
  if (of === 'de') catalogues.de ??= (await import('./de')).de;
}

const current = (): Catalogue => catalogues[language.value] ?? en;

export type Text = { [K in keyof Catalogue]: Catalogue[K] extends string ? K : never }[keyof Catalogue];
type Counted = Exclude<keyof Catalogue, Text>;

/** A text, with what stands in braces filled in. */
export const w = (key: Text, values?: Record<string, string | number>): string =>
  fill(current()[key] as string, values);

/** A text that has a number in it. */
export function wn(key: Counted, n: number): string {
  const forms = current()[key] as { one: string; other: string };
  return fill(new Intl.PluralRules(language.value).select(n) === 'one' ? forms.one : forms.other, { n: number(n) });
}
