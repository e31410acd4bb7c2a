import { describe, expect, it } from 'vitest';
import { pagesOf, scrollTo, shiftOf, tallest, windowOf } from '../src/list/window';

describe('windowOf', () => {
  it('draws what is seen and some rows around it', () => {
    expect(windowOf(0, 600, 76, 100_000)).toEqual({ first: 0, end: 14, top: 0, height: 7_600_000 });
    expect(windowOf(7_600, 600, 76, 100_000)).toEqual({ first: 94, end: 114, top: 94 * 76, height: 7_600_000 });
  });

  it('ends with the list', () => {
    const at = windowOf(7_600_000 - 600, 600, 76, 100_000);
    expect(at.end).toBe(100_000);
    expect(windowOf(0, 600, 76, 3)).toEqual({ first: 0, end: 3, top: 0, height: 228 });
    expect(windowOf(0, 600, 76, 0)).toEqual({ first: 0, end: 0, top: 0, height: 0 });
  });

  it('presses a list that no browser could draw, and still reaches both ends', () => {
    const [count, view] = [1_000_000, 600];
    expect(windowOf(0, view, 76, count).first).toBe(0);
    const bottom = windowOf(tallest - view, view, 76, count);
    expect(bottom.height).toBe(tallest);
    expect(bottom.end).toBe(count);
    const middle = windowOf((tallest - view) / 2, view, 76, count);
    expect(middle.first).toBeGreaterThan(499_980);
    expect(middle.first).toBeLessThan(500_000);
    // What is drawn lies over what is seen.
    expect(middle.top).toBeLessThanOrEqual((tallest - view) / 2);
    expect(middle.top + (middle.end - middle.first) * 76).toBeGreaterThanOrEqual((tallest - view) / 2 + view);
  });
});

describe('scrollTo', () => {
  it('moves as little as it can', () => {
    expect(scrollTo(3, 0, 600, 76, 1000)).toBeNull();
    expect(scrollTo(10, 0, 600, 76, 1000)).toBe(11 * 76 - 600);
    expect(scrollTo(2, 760, 600, 76, 1000)).toBe(152);
  });

  it('finds any row of a pressed list', () => {
    const count = 1_000_000;
    for (const row of [0, 1, 123_456, 999_999]) {
      const at = scrollTo(row, 6_000_000, 600, 76, count) ?? 6_000_000;
      const { first, end } = windowOf(at, 600, 76, count);
      expect(first).toBeLessThanOrEqual(row);
      expect(end).toBeGreaterThan(row);
    }
  });
});

it('names the pages that hold rows', () => {
  expect(pagesOf(0, 14, 50)).toEqual([0]);
  expect(pagesOf(40, 101, 50)).toEqual([0, 1, 2]);
  expect(pagesOf(50, 100, 50)).toEqual([1]);
  expect(pagesOf(0, 0, 50)).toEqual([]);
});

it('finds how far rows have moved', () => {
  const rows = ['c', 'b', 'a'].map(id => ({ id }));
  expect(shiftOf('c', rows)).toBe(0);
  expect(shiftOf('a', rows)).toBe(2);
  expect(shiftOf('z', rows)).toBeNull();
  expect(shiftOf(undefined, rows)).toBe(0);
});
