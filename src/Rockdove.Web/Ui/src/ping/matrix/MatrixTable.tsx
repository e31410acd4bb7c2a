import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { goTo, href, to } from '../places';
import type { Matrix } from '../shapes';
import { detailsOf, name, titleOf, wordOf } from '../text/cells';
import { w } from '../text/words';
import { type Grid, gridOf, type Tile } from './grid';
import { Arrived, Median } from './Sums';
import { TileFace, type TileSize } from './TileFace';

/** The cell that somebody points at, or has the focus in. */
const pointed = signal<Tile | null>(null);

const widths: Record<TileSize, number> = { wide: 70, plain: 54, small: 26, tiny: 17 };
const besides = { wide: 264, plain: 264, small: 96, tiny: 96 };

/** The largest that fits, of those that so many accounts may have: what does not fit is scrolled. */
export function sizeFor(lines: number, width: number): TileSize {
  const most = { wide: 14, plain: 25, small: 60, tiny: Number.POSITIVE_INFINITY };
  const sizes = ['wide', 'plain', 'small', 'tiny'] as const;
  const fitting = sizes.find(size => lines <= most[size] && besides[size] + lines * widths[size] <= width);
  return fitting ?? (lines > 25 ? 'tiny' : 'small');
}

/** Rows send, columns receive. A grid of links, where the arrow keys go from cell to cell. */
export function MatrixTable({ matrix }: { matrix: Matrix }): JSX.Element {
  const grid = useMemo(() => gridOf(matrix), [matrix]);
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [focus, setFocus] = useState<[row: number, column: number]>([0, 1]);
  useEffect(() => {
    const observer = new ResizeObserver(entries => setWidth(entries[0]!.contentRect.width));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  const size = sizeFor(grid.lines.length, width);
  const blamed = blamedIn(matrix);
  const at = place(grid, focus);
  const press = (event: KeyboardEvent): void => {
    const next = step(grid, at, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setFocus(next);
    box.current?.querySelector<HTMLElement>(`[data-at="${next.join(' ')}"]`)?.focus();
  };
  return (
    <div class="matrix-box" ref={box}>
      {width > 0 && (
        <table
          class={`matrix size-${size}`}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: Links with arrow keys are a grid.
          role="grid"
          aria-label={w('matrix')}
          aria-describedby="matrix-help"
          onKeyDown={press}
        >
          <thead>
            <tr>
              <th class="corner" scope="col">
                {w('to')} →<br />
                {w('from')} ↓
              </th>
              {grid.lines.map((line, column) => (
                <th
                  key={line.name}
                  scope="col"
                  class={`column${line.beginsGroup ? ' begins' : ''}${blamed.receivers.has(line.name) ? ' blamed' : ''}`}
                >
                  <LineName line={line.name} isGroup={grid.isByGroup} at={[-1, column]} focus={at} />
                </th>
              ))}
              <th scope="col" class="sum">
                {w('arrived')}
              </th>
              <th scope="col" class="sum">
                {w('median')}
              </th>
            </tr>
          </thead>
          <tbody>
            {grid.lines.map((line, row) => (
              <tr key={line.name} class={line.beginsGroup ? 'begins' : ''}>
                <th scope="row" class={blamed.senders.has(line.name) ? 'blamed' : ''}>
                  <LineName line={line.name} isGroup={grid.isByGroup} at={[row, -1]} focus={at} />
                  {size === 'wide' && line.note !== undefined && <small>{line.note}</small>}
                </th>
                {grid.tiles[row]!.map((tile, column) => (
                  <td key={grid.lines[column]!.name} class={grid.lines[column]!.beginsGroup ? 'begins' : ''}>
                    {tile === null ? (
                      <span class="tile self" />
                    ) : (
                      <TileLink tile={tile} size={size} at={[row, column]} focus={at} isGroup={grid.isByGroup} />
                    )}
                  </td>
                ))}
                <td class="sum">
                  <Arrived tally={grid.senders[row]!} />
                </td>
                <td class="sum">
                  <Median seconds={grid.senders[row]!.median} />
                </td>
              </tr>
            ))}
          </tbody>
          {(size === 'wide' || size === 'plain') && (
            <tfoot>
              <tr>
                <th scope="row">{w('arrived')}</th>
                {grid.receivers.map((tally, column) => (
                  <td key={grid.lines[column]!.name} class={grid.lines[column]!.beginsGroup ? 'begins' : ''}>
                    <Arrived tally={tally} />
                  </td>
                ))}
                <td colSpan={2} />
              </tr>
              <tr>
                <th scope="row">{w('median')}</th>
                {grid.receivers.map((tally, column) => (
                  <td key={grid.lines[column]!.name} class={grid.lines[column]!.beginsGroup ? 'begins' : ''}>
                    <Median seconds={tally.median} />
                  </td>
                ))}
                <td colSpan={2} />
              </tr>
            </tfoot>
          )}
        </table>
      )}
    </div>
  );
}

interface AtProps {
  at: [row: number, column: number];
  focus: [row: number, column: number];
}

const tabIndex = ({ at, focus }: AtProps): number => (at[0] === focus[0] && at[1] === focus[1] ? 0 : -1);

function TileLink(props: { tile: Tile; size: TileSize; isGroup: boolean } & AtProps): JSX.Element {
  const { tile, size, at, isGroup } = props;
  const title = titleOf(tile);
  const details = tile.cell === undefined ? '' : detailsOf(tile.cell);
  // What is seen in the cell is part of what it is called, so that it can be called by voice (WCAG 2.5.3).
  const word = tile.look.word === undefined ? '' : wordOf(tile.look.word);
  const label = title.toLowerCase().includes(word.toLowerCase()) ? title : `${title} – ${word}`;
  const shared = {
    class: `tile paint-${tile.look.paint}${tile.look.word === 'unmeasured' ? ' unmeasured' : ''}`,
    'data-at': at.join(' '),
    tabIndex: tabIndex(props),
    title: details === '' ? title : `${title}\n${details}`,
    'aria-label': details === '' ? label : `${label}. ${details}`,
    onFocus: () => {
      pointed.value = tile;
    },
    onMouseEnter: () => {
      pointed.value = tile;
    },
  };
  const face = <TileFace tile={tile} size={size} />;
  if (isGroup)
    return (
      <span {...shared} role="img">
        {face}
      </span>
    ); // Several pairs have no page of their own.
  return (
    <a
      {...shared}
      href={href('pair', tile.from, tile.to)}
      onClick={event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        goTo(to('pair', tile.from, tile.to));
      }}
    >
      {face}
    </a>
  );
}

function LineName(props: { line: string; isGroup: boolean } & AtProps): JSX.Element {
  const { line, isGroup, at } = props;
  if (isGroup) return <span>{name(line)}</span>;
  return (
    <a href={href('account', line)} data-at={at.join(' ')} tabIndex={tabIndex(props)} title={line}>
      <bdi>{line}</bdi>
    </a>
  );
}

/** What the cell says in full, beneath the pointer and for those who have none. */
export function Readout(): JSX.Element {
  const tile = pointed.value;
  return (
    <p class="readout" id="matrix-help">
      {tile === null ? (
        <span class="hint">{w('gridHelp')}</span>
      ) : (
        <>
          <b>{titleOf(tile)}</b> <span class="hint">{tile.cell === undefined ? '' : detailsOf(tile.cell)}</span>
        </>
      )}
    </p>
  );
}

function blamedIn(matrix: Matrix): { senders: Set<string>; receivers: Set<string> } {
  const [senders, receivers] = [new Set<string>(), new Set<string>()];
  for (const { kind, from, to: receiver } of matrix.blame) {
    const account = from ?? receiver ?? '';
    if (kind === 'sender' || kind === 'account') senders.add(account);
    if (kind === 'receiver' || kind === 'account') receivers.add(receiver ?? account);
  }

  return { senders, receivers };
}

/** Where the focus is, when the grid has become another one. */
function place(grid: Grid, [row, column]: [number, number]): [number, number] {
  if (isThere(grid, row, column)) return [row, column];
  return isThere(grid, 0, 1) ? [0, 1] : [0, 0];
}

function isThere(grid: Grid, row: number, column: number): boolean {
  if (row < 0 || column < 0)
    return !grid.isByGroup && Math.max(row, column) >= 0 && Math.max(row, column) < grid.lines.length;
  return (grid.tiles[row]?.[column] ?? null) !== null;
}

const steps: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The next cell that is there, that way; names are the cells before the first. */
export function step(grid: Grid, [row, column]: [number, number], key: string): [number, number] | null {
  const last = grid.lines.length - 1;
  if (key === 'Home') return first(grid, row, 0, 1);
  if (key === 'End') return first(grid, row, last, -1);
  const by = steps[key];
  if (by === undefined) return null;
  for (
    let [r, c] = [row + by[0], column + by[1]];
    r >= -1 && c >= -1 && r <= last && c <= last;
    r += by[0], c += by[1]
  ) {
    if (isThere(grid, r, c)) return [r, c];
  }

  return [row, column];
}

function first(grid: Grid, row: number, from: number, by: number): [number, number] | null {
  for (let column = from; column >= 0 && column < grid.lines.length; column += by) {
    if (isThere(grid, row, column)) return [row, column];
  }

  return null;
}
