import { expect, it, vi } from 'vitest';
import { de } from '../src/text/de';
import { en } from '../src/text/en';

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
const { fill, languageOf } = await import('../src/text/catalogue');

const sources = import.meta.glob<string>(['../src/**/*.{ts,tsx}', '!../src/text/{en,de}.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

const texts = (catalogue: object): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, text]) =>
    typeof text === 'string'
      ? [[key, text] as [string, string]]
      : Object.entries(text as object).map(([form, one]): [string, string] => [`${key}.${form}`, one]),
  );

it('has every text in every language, with the same gaps', () => {
  const gaps = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(one => one[0]).sort();
  const [english, german] = [new Map(texts(en)), new Map(texts(de))];
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of english) {
    expect(german.get(key)!.trim(), key).not.toBe('');
    expect(gaps(german.get(key)!), key).toEqual(gaps(text));
  }
});

it('has no text that nobody uses', () => {
  const code = Object.values(sources).join('\n');
  expect(Object.keys(en).filter(key => !code.includes(`'${key}'`))).toEqual([]);
});

it('chooses the first language that it has', () => {
  expect(languageOf('auto', ['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(languageOf('auto', ['fr'])).toBe('en');
  expect(languageOf('en', ['de'])).toBe('en');
});

it('fills gaps, and leaves those that nobody fills', () => {
  expect(fill('{n} of {m}', { n: 1 })).toBe('1 of {m}');
});
