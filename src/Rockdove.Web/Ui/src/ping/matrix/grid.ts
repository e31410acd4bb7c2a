import type { Account, Cell, Matrix } from '../shapes';
import { type Look, lookOf, notMeasured, severalFailed, timed } from './look';
import { Tally } from './tally';

/** A row, and the column of the same name. */
export interface GridLine {
  name: string;
  /** The group of an account. */
  note: string | undefined;
  /** How many accounts it stands for. */
  accounts: number;
  beginsGroup: boolean;
}

export interface Tile {
  from: string;
  to: string;
  look: Look;
  cell?: Cell;
  /** Where it stands for several. */
  tally?: Tally;
}

/** Rows, columns and cells as they are drawn: of accounts, or of groups where those are too many (MatrixGrid.cs). */
export interface Grid {
  lines: GridLine[];
  isByGroup: boolean;
  /** By row, then column; null for a diagonal that nobody measures. */
  tiles: (Tile | null)[][];
  senders: Tally[];
  receivers: Tally[];
  all: Tally;
}

/** More than these are drawn by group. */
export const mostAccounts = 60;

export function gridOf(matrix: Matrix): Grid {
  const accounts = ordered(matrix.accounts);
  const groups = [...new Set(accounts.map(groupOrDomain))];
  const isByGroup = accounts.length > mostAccounts && groups.length > 1 && groups.length <= mostAccounts;
  const places = new Map(accounts.map((one, at) => [one.name, isByGroup ? groups.indexOf(groupOrDomain(one)) : at]));
  const lines = isByGroup
    ? groups.map((name): GridLine => ({ name, note: undefined, accounts: countOf(accounts, name), beginsGroup: false }))
    : accounts.map(
        (one, at): GridLine => ({
          name: one.name,
          note: one.group,
          accounts: 1,
          beginsGroup: at > 0 && accounts[at - 1]!.group !== one.group,
        }),
      );
  const tallies = (): Tally[] => lines.map(() => new Tally());
  const grid: Grid = { lines, isByGroup, tiles: [], senders: tallies(), receivers: tallies(), all: new Tally() };
  const cells = new Map<string, Cell>();
  const between = lines.map(tallies);
  for (const cell of matrix.cells) {
    const [from, to] = [places.get(cell.from), places.get(cell.to)];
    if (from === undefined || to === undefined) continue; // It was an account until just now.
    grid.senders[from]!.add(cell);
    grid.receivers[to]!.add(cell);
    grid.all.add(cell);
    between[from]![to]!.add(cell);
    cells.set(key(cell.from, cell.to), cell);
  }

  grid.tiles = lines.map((row, r) =>
    lines.map((column, c) => {
      const pair = { from: row.name, to: column.name };
      if (isByGroup) return ofTally(pair, between[r]![c]!);
      const cell = cells.get(key(pair.from, pair.to));
      if (cell === undefined) return r === c ? null : { ...pair, look: notMeasured };
      return { ...pair, look: lookOf(cell), cell };
    }),
  );
  return grid;
}

function ofTally(pair: { from: string; to: string }, tally: Tally): Tile {
  if (tally.measured === 0) return { ...pair, look: notMeasured };
  const { median } = tally;
  const look = tally.arrived === 0 ? severalFailed : median === undefined ? lookOf(untimed) : timed(median);
  return { ...pair, look, tally };
}

const untimed = { state: 'resolved', outcome: 'delivered' } as const;

/** As configured, and each group together, where its first account stands. */
function ordered(accounts: Account[]): Account[] {
  const keys = accounts.map((one, at) => one.group ?? `\0${at}`);
  const order = new Map([...new Set(keys)].map((name, at) => [name, at]));
  return accounts
    .map((account, at) => ({ account, place: order.get(keys[at]!)! }))
    .sort((a, b) => a.place - b.place)
    .map(one => one.account);
}

const groupOrDomain = (account: Account): string =>
  account.group ?? account.address.slice(account.address.lastIndexOf('@') + 1);

const countOf = (accounts: Account[], group: string): number =>
  accounts.filter(one => groupOrDomain(one) === group).length;

const key = (from: string, to: string): string => `${from}\0${to}`;
