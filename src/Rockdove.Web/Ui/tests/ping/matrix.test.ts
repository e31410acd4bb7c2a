import { describe, expect, it } from 'vitest';
import { duration } from '../../src/ping/matrix/duration';
import { gridOf, mostAccounts } from '../../src/ping/matrix/grid';
import { sparkPath } from '../../src/ping/matrix/spark';
import type { Cell, Matrix } from '../../src/ping/shapes';
import { de } from '../../src/ping/text/de';
import { en } from '../../src/ping/text/en';
import { momentsOf, nearest, spanOf } from '../../src/ping/time/moments';

const cell = (from: string, to: string, deliverySeconds?: number): Cell => ({
  from,
  to,
  state: 'resolved',
  outcome: deliverySeconds === undefined ? 'lost' : 'delivered',
  deliverySeconds,
  history: [],
  flags: [],
});

const matrixOf = (accounts: [name: string, group?: string][], cells: Cell[]): Matrix => ({
  at: '2026-11-26T09:30:00Z',
  accounts: accounts.map(([name, group]) => ({ name, address: `${name}@${name}.example`, group })),
  cells,
  blame: [],
});

describe('a grid', () => {
  it('keeps groups together where their first account stands', () => {
    const grid = gridOf(
      matrixOf(
        [
          ['ann', 'x'],
          ['ben', 'y'],
          ['cleo', 'x'],
        ],
        [],
      ),
    );
    expect(grid.lines.map(line => [line.name, line.beginsGroup])).toEqual([
      ['ann', false],
      ['cleo', false],
      ['ben', true],
    ]);
  });

  it('sums rows and columns up', () => {
    const grid = gridOf(
      matrixOf([['ann'], ['ben'], ['cleo']], [cell('ann', 'ben', 3), cell('ann', 'cleo', 5), cell('ben', 'cleo')]),
    );
    expect([grid.senders[0]!.arrived, grid.senders[0]!.median]).toEqual([2, 4]);
    expect([grid.receivers[2]!.arrived, grid.receivers[2]!.measured]).toEqual([1, 2]);
    expect(grid.tiles[0]![0]).toBeNull();
    expect(grid.tiles[1]![0]!.look.word).toBe('unmeasured');
    expect(grid.all.slowest?.to).toBe('cleo');
  });

  it('is by group past its limit, and not at it', () => {
    const accounts = (n: number): [string, string][] => Array.from({ length: n }, (_, i) => [`a${i}`, `g${i % 3}`]);
    expect(gridOf(matrixOf(accounts(mostAccounts), [])).isByGroup).toBe(false);
    const grid = gridOf(matrixOf(accounts(mostAccounts + 1), [cell('a0', 'a1', 3), cell('a3', 'a4')]));
    expect(grid.isByGroup).toBe(true);
    expect(grid.tiles[0]![1]!.tally!.measured).toBe(2);
  });
});

describe('words', () => {
  it('have no more digits than are known', () => {
    expect([0.42, 3.21, 48, 720, 18_000, 200_000].map(n => duration(n))).toEqual(
      ['0.42 s', '3.2 s', '48 s', '12 min', '5 h', '2 d'].map(text => text.replace(' ', '\u00a0')),
    );
    expect(duration(3.21, 5)).toBe('3\u00a0s');
    expect(duration(-1)).toBe('0.00\u00a0s');
  });

  it('are there in each language, with the same places to fill in', () => {
    const places = (text: unknown): string[] => [...new Set(`${JSON.stringify(text)}`.match(/\{\w+\}/g) ?? [])].sort();
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, places(de[key])]).toEqual([key, places(en[key])]);
  });
});

describe('a line of deliveries', () => {
  it('breaks where one failed, and is a dot where one is alone', () => {
    expect(sparkPath([0.5, null, 1800], 20, 10)).toBe('M0 10h0M10 10v-5M20 0h0');
  });
});

describe('moments', () => {
  const now = new Date('2026-11-26T09:37:00Z');

  it('are round, and end with the last that is over', () => {
    const moments = momentsOf('24h', now);
    expect(moments.length).toBe(96);
    expect(moments.at(-1)!.toISOString()).toBe('2026-11-26T09:30:00.000Z');
    expect(nearest(moments, new Date('2026-11-26T09:08:00Z'))).toBe(94);
  });

  it('begin when there are results', () => {
    expect(momentsOf('7d', now, new Date('2026-11-26T06:10:00Z')).map(one => one.getUTCHours())).toEqual([7, 8, 9]);
    expect(momentsOf('24h', now, now).length).toBe(1);
  });

  it('ask for no more than a week of hours', () => {
    const { since, until } = spanOf('7d', now);
    expect(until.getTime() - since.getTime()).toBe(7 * 86_400_000);
    expect(until >= now).toBe(true);
  });
});
