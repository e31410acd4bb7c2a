import { duration } from '../matrix/duration';
import type { Tile } from '../matrix/grid';
import type { Look, Word } from '../matrix/look';
import type { Tally } from '../matrix/tally';
import type { Blame, Cell, Flag, Probe } from '../shapes';
import { type Text, w } from './words';

// What cells, rows and findings say in words (MatrixWords.cs).

export const meaning = (look: Look): string =>
  look.word === undefined ? w('saysDelivered') : w(`says${look.word[0]!.toUpperCase()}${look.word.slice(1)}` as Text);

export const wordOf = (word: Word): string => w(word);

/** Names are kept together, so that one from the right does not turn round what stands beside it (UAX 9, 2.4). */
export const name = (text: string): string =>
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text) ? `\u2068${text}\u2069` : text;

export const way = (of: { from: string; to: string }): string => w('way', { from: name(of.from), to: name(of.to) });

export function stateOf(of: Cell | Probe, look: Look): string {
  const uncertainty = 'uncertaintySeconds' in of ? of.uncertaintySeconds : undefined;
  const time = of.deliverySeconds === undefined ? undefined : duration(of.deliverySeconds, uncertainty);
  if (of.state === 'resolved') {
    if (time === undefined) return meaning(look);
    return look.word === undefined ? w('saysDeliveredIn', { time }) : w('after', { what: meaning(look), time });
  }

  const age = 'ageSeconds' in of ? of.ageSeconds : undefined;
  const isUnderWay = of.state === 'sent' || of.state === 'overdue';
  return age === undefined || !isUnderWay ? meaning(look) : w('for', { what: meaning(look), time: duration(age) });
}

const flags: Record<Flag, Text> = {
  greylisted: 'flagGreylisted',
  clock_off: 'flagClockOff',
  clock_step: 'flagClockStep',
  resumed: 'flagResumed',
};

export const flagText = (flag: Flag): string => w(flags[flag]);

export function reply(of: { code?: number; enhancedCode?: string; error?: string }): string {
  const text = [of.code, of.enhancedCode, of.error].filter(part => part !== undefined && part !== '').join(' ');
  return text.length <= mostReply ? text : `${text.slice(0, mostReply)}…`;
}

const mostReply = 160;

export function detailsOf(cell: Cell): string {
  const said: string[] = [];
  if (cell.stage !== undefined) said.push(w('atStage', { stage: cell.stage, reply: reply(cell) }));
  if (cell.deliverySeconds !== undefined && cell.uncertaintySeconds !== undefined)
    said.push(w('knownTo', { time: duration(cell.uncertaintySeconds) }));
  if (cell.medianSeconds !== undefined) said.push(w('medianOf', { time: duration(cell.medianSeconds) }));
  if (cell.history.length > 0)
    said.push(w('ofTheLast', { n: cell.history.length, m: cell.history.filter(time => time !== null).length }));
  return [...said, ...cell.flags.map(flagText)].join(' ');
}

export function summaryOf(tally: Tally): string {
  const arrived = w('arrivedOf', { n: tally.arrived, m: tally.measured });
  return tally.median === undefined ? arrived : `${arrived}, ${w('medianIs', { time: duration(tally.median) })}`;
}

export const titleOf = (tile: Tile): string =>
  `${way(tile)}: ${
    tile.tally !== undefined
      ? summaryOf(tile.tally)
      : tile.cell !== undefined
        ? stateOf(tile.cell, tile.look)
        : meaning(tile.look)
  }`;

const blames: Record<Blame['kind'], Text> = {
  sender: 'blameSender',
  receiver: 'blameReceiver',
  account: 'blameAccount',
  pair: 'blamePair',
  prober: 'blameProber',
};

export function blameOf(of: Omit<Blame, 'kind'>, kind: Blame['kind']): string {
  const from = name(of.from ?? of.to ?? '');
  return w(blames[kind], { from, to: name(of.to ?? ''), n: of.failed, m: of.measured });
}

/** Many as percent, rounded down: it is 100 only when all arrived. */
export const ratio = (part: number, whole: number): string =>
  whole === 0 ? '–' : whole < 100 ? `${part}/${whole}` : `${Math.floor((part * 100) / whole)} %`;
