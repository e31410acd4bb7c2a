import { describe, expect, it } from 'vitest';
import { lastWord, operators, quoted, suggest, toggled, wordsOf } from '../src/search/words';

const known = { tags: ['billing', 'two words'], addresses: ['ann@example.org', 'ben@example.org'] };

describe('suggest', () => {
  it('offers words that begin so', () => {
    expect(suggest('su', known).map(one => one.text)).toEqual(['subject:']);
    expect(suggest('hello fr', known).map(one => one.text)).toEqual(['hello from:']);
    expect(suggest('is', known).map(one => one.text)).toEqual(['is:unread ', 'is:read ', 'is:tagged ']);
    expect(suggest('invoice', known)).toEqual([]);
  });

  it('offers what may follow', () => {
    expect(suggest('to:be', known).map(one => one.text)).toEqual(['to:ben@example.org ']);
    expect(suggest('tag:', known).map(one => one.text)).toEqual(['tag:billing ', 'tag:"two words" ']);
    expect(suggest('tag:"two', known).map(one => one.text)).toEqual(['tag:"two words" ']);
    expect(suggest('to:ben@example.org', known)).toEqual([]);
    expect(suggest('subject:be', known)).toEqual([]);
  });

  it('keeps a sign and a parenthesis', () => {
    expect(suggest('-fr', known).map(one => one.text)).toEqual(['-from:']);
    expect(suggest('(to:an', known).map(one => one.text)).toEqual(['(to:ann@example.org ']);
  });

  it('begins with the most used', () => {
    expect(suggest('', known)[0]?.text).toBe('from:');
    expect(suggest('', known).length).toBeLessThan(operators.length);
  });
});

it('takes a quotation for one word', () => {
  expect(lastWord('from:"a b')).toBe(0);
  expect(lastWord('from:"a b" c')).toBe(11);
  expect(wordsOf('from:"a b" c')).toEqual(['from:"a b"', 'c']);
  expect(quoted('a b')).toBe('"a b"');
  expect(quoted('a')).toBe('a');
});

it('puts a condition on and takes it off', () => {
  expect(toggled('', 'tag:x')).toBe('tag:x');
  expect(toggled('hello tag:x', 'tag:x')).toBe('hello');
  expect(toggled('hello', 'tag:"a b"')).toBe('hello tag:"a b"');
});
