import type { Cell, Outcome, Probe } from '../shapes';

/** How a cell looks: its paint, its shape and its word. No two states share both shape and word (TileLook.cs). */
export interface Look {
  paint: string;
  glyph?: Glyph;
  /** A text of the catalogue; none stands for the time that it took. */
  word?: Word;
}

export type Word =
  | 'came'
  | 'spam'
  | 'late'
  | 'twice'
  | 'bounced'
  | 'lost'
  | 'refused'
  | 'unsent'
  | 'noTls'
  | 'login'
  | 'mailbox'
  | 'failed'
  | 'overdue'
  | 'sent'
  | 'sending'
  | 'queued'
  | 'skipped'
  | 'unknown'
  | 'unmeasured';

// Lines in a square of fourteen (SvgGlyphs.cs; a test compares them).
export const glyphs = {
  tick: 'M2.5 7.5 5.5 10.5 11.5 3.5',
  spam: 'M10 3.8C9.2 2.4 4.4 2.2 4.4 4.8 4.4 7.6 10 6.3 10 9.3 10 12 4.8 11.8 4 10.1',
  clock: 'M12.2 7A5.2 5.2 0 1 1 1.8 7 5.2 5.2 0 0 1 12.2 7ZM7 4V7L9.3 8.6',
  twice: 'M2 2H9V9H2ZM11.8 5V12H5',
  bounce: 'M5 12.5 2 9.5 5 6.5M2.3 9.5H8.5A3.4 3.4 0 0 0 8.5 2.6H5.5',
  lost: 'M5.2 2.2A5 5 0 0 1 9.6 2.7M11.5 5A5 5 0 0 1 11.4 9.3M9.2 11.5A5 5 0 0 1 4.8 11.5M2.5 9.2A5 5 0 0 1 2.6 4.7',
  bar: 'M12.2 7A5.2 5.2 0 1 1 1.8 7 5.2 5.2 0 0 1 12.2 7ZM4.5 7H9.5',
  unsent: 'M1.5 7H6M8.2 4.2 12.8 9.8M12.8 4.2 8.2 9.8',
  lock: 'M3 7H11V12H3ZM5 7V4.2A2.4 2.4 0 0 1 9.6 3.2',
  key: 'M6.4 9.2A2.6 2.6 0 1 1 4.2 5.9 2.6 2.6 0 0 1 6.4 9.2ZM6 7.6 12 2.4M9.4 4.7 11.2 6.7',
  tray: 'M1.8 8V12H12.2V8M4.6 2.4 9.4 7.2M9.4 2.4 4.6 7.2',
  cross: 'M3 3 11 11M11 3 3 11',
  pause: 'M4.8 3V11M9.2 3V11',
  question: 'M4.4 4.6A2.7 2.7 0 1 1 7 7.4V8.6M7 11.4V11.5',
  dots: 'M2.5 7H2.6M7 7H7.1M11.5 7H11.6',
  arrow: 'M2 7H12M8.4 3.4 12 7 8.4 10.6',
  letter: 'M1.8 3.2H12.2V10.8H1.8ZM2.2 3.6 7 7.6 11.8 3.6',
  glass: 'M3 2H11M3 12H11M4 2C4 6 10 8 10 12M10 2C10 6 4 8 4 12',
} as const;

export type Glyph = keyof typeof glyphs;

const look = (paint: string, glyph: Glyph | undefined, word: Word): Look => ({ paint, glyph, word });

const outcomes: Record<Exclude<Outcome, 'delivered'>, Look> = {
  delivered_spam: look('spam', 'spam', 'spam'),
  late: look('late', 'clock', 'late'),
  duplicate: look('late', 'twice', 'twice'),
  bounced: look('fail', 'bounce', 'bounced'),
  lost: look('fail', 'lost', 'lost'),
  rejected: look('fail', 'bar', 'refused'),
  send_failed: look('fail', 'unsent', 'unsent'),
  tls_failed: look('fail', 'lock', 'noTls'),
  auth_failed: look('fail', 'key', 'login'),
  receive_failed: look('fail', 'tray', 'mailbox'),
  skipped_budget: look('none', 'pause', 'skipped'),
  unknown: look('none', 'question', 'unknown'),
};

const states = {
  queued: look('open', 'dots', 'queued'),
  sending: look('open', 'arrow', 'sending'),
  sent: look('open', 'letter', 'sent'),
  overdue: look('over', 'glass', 'overdue'),
} as const;

const untimed = look('none', 'tick', 'came');
export const severalFailed = look('fail', 'cross', 'failed');
export const notMeasured: Look = { paint: 'none', word: 'unmeasured' };

/** In the order of the legend, which has the times before them. */
export const legend: readonly Look[] = [
  untimed,
  ...(['delivered_spam', 'late', 'duplicate', 'bounced', 'lost', 'rejected', 'send_failed', 'tls_failed'] as const).map(
    one => outcomes[one],
  ),
  outcomes.auth_failed,
  outcomes.receive_failed,
  severalFailed,
  states.overdue,
  states.sent,
  states.sending,
  states.queued,
  outcomes.skipped_budget,
  outcomes.unknown,
  notMeasured,
];

/** The longest time of each class but the last, in seconds (LatencyClass.cs). */
export const limits = [2, 5, 15, 60, 300, 900] as const;

export function latencyClass(seconds: number): number {
  const at = limits.findIndex(limit => seconds <= limit);
  return at < 0 ? limits.length : at;
}

export const timed = (seconds: number): Look => ({ paint: `c${latencyClass(seconds)}` });

export function lookOf(of: Pick<Cell | Probe, 'state' | 'outcome' | 'deliverySeconds'>): Look {
  if (of.state !== 'resolved') return states[of.state];
  const outcome = of.outcome ?? 'unknown';
  if (outcome !== 'delivered') return outcomes[outcome];
  return of.deliverySeconds === undefined ? untimed : timed(of.deliverySeconds);
}

export type Verdict = 'none' | 'good' | 'flawed' | 'failed';

/** What a cell counts as in sums (MatrixVerdict.cs). */
export function verdictOf(of: Pick<Cell | Probe, 'state' | 'outcome'>): Verdict {
  if (of.state !== 'resolved') return 'none';
  switch (of.outcome) {
    case 'delivered':
      return 'good';
    case 'delivered_spam':
    case 'late':
    case 'duplicate':
      return 'flawed';
    case undefined:
    case 'skipped_budget':
    case 'unknown':
      return 'none';
    default:
      return 'failed';
  }
}
