import type { JSX } from 'preact';
import { wordOf } from '../text/cells';
import { duration } from './duration';
import type { Tile } from './grid';
import { type Glyph, glyphs, type Look } from './look';
import { share, sparkPath } from './spark';

export type TileSize = 'wide' | 'plain' | 'small' | 'tiny';

export function GlyphMark({ glyph }: { glyph: Glyph }): JSX.Element {
  return (
    <svg class="glyph" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      <path d={glyphs[glyph]} />
    </svg>
  );
}

/** A state by itself: in a legend, in a list. */
export function Chip({ look, text }: { look: Look; text?: string }): JSX.Element {
  return (
    <span class={`chip paint-${look.paint}`}>
      {look.glyph !== undefined && <GlyphMark glyph={look.glyph} />}
      {text}
    </span>
  );
}

const line = { width: 54, height: 12 };

export function Spark({ history }: { history: readonly (number | null)[] }): JSX.Element | null {
  if (history.length === 0) return null;
  const last = history.at(-1);
  return (
    <svg class="spark" viewBox={`-2 -2 ${line.width + 4} ${line.height + 3}`} aria-hidden="true" focusable="false">
      <path d={sparkPath(history, line.width, line.height)} />
      {typeof last === 'number' && (
        <circle cx={history.length > 1 ? line.width : 0} cy={line.height * (1 - share(last))} r="1.8" />
      )}
    </svg>
  );
}

/** What is drawn in a cell, as the picture has it. */
export function TileFace({ tile, size }: { tile: Tile; size: TileSize }): JSX.Element {
  const { look, cell, tally } = tile;
  const seconds = cell?.deliverySeconds ?? tally?.median;
  const time = look.word === undefined && seconds !== undefined ? duration(seconds, cell?.uncertaintySeconds) : null;
  const isOff = cell?.flags.some(flag => flag === 'clock_off' || flag === 'clock_step') === true;
  return (
    <>
      {look.glyph !== undefined && <GlyphMark glyph={look.glyph} />}
      {time !== null && (size === 'wide' || size === 'plain') && <b>{time}</b>}
      {look.word !== undefined && size === 'wide' && <span class="word">{wordOf(look.word)}</span>}
      {size === 'wide' && cell !== undefined && <Spark history={cell.history} />}
      {isOff && <span class="clock-off" />}
      {tally !== undefined && tally.failed > 0 && tally.arrived > 0 && (
        <span class="stripe" style={{ width: `${(tally.failed / tally.measured) * 100}%` }} />
      )}
    </>
  );
}
