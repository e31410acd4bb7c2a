import type { JSX } from 'preact';
import { number, t } from '../text/catalogue';
import { readTranscript, type Turn } from './transcript';

/** Lines of one side that are shown before the rest is folded away. */
const mostLines = 12;

/** Both sides, from top to bottom, with the time as an axis between them. */
export function Conversation({ text }: { text: string }): JSX.Element {
  const turns = readTranscript(text);
  const whole = Math.max(1, ...turns.map(turn => turn.at ?? 0));
  let before: number | null = null;
  return (
    <ol class="conversation">
      {turns.map((turn, at) => {
        const step = turn.at === null ? null : turn.at - (before ?? 0);
        before = turn.at ?? before;
        const side = turn.who === 'C' ? 'client' : turn.who === 'S' ? 'server' : 'note';
        return (
          <li key={at} class={side}>
            <time title={turn.at === null ? '' : `${number(turn.at)} ms ${t('sinceStart')}`}>
              {turn.at === null ? '' : clock(turn.at)}
              {step !== null && step >= 100 && <b>+{clock(step)}</b>}
            </time>
            <span class="axis" style={{ '--at': `${((turn.at ?? 0) / whole) * 100}%` }} />
            <Said turn={turn} />
          </li>
        );
      })}
    </ol>
  );
}

function Said({ turn }: { turn: Turn }): JSX.Element {
  const who = t(turn.who === 'C' ? 'saidByClient' : turn.who === 'S' ? 'saidByServer' : 'note');
  const [head, tail] = [turn.lines.slice(0, mostLines), turn.lines.slice(mostLines)];
  return (
    <div class={`said${isRefusal(turn) ? ' refusal' : ''}`}>
      <span class="spoken">{who}: </span>
      <pre>{head.join('\n')}</pre>
      {tail.length > 0 && (
        <details>
          <summary>+{number(tail.length)}</summary>
          <pre>{tail.join('\n')}</pre>
        </details>
      )}
    </div>
  );
}

const isRefusal = (turn: Turn): boolean => turn.who === 'S' && turn.lines.some(line => /^[45]\d\d[ -]/.test(line));

const clock = (milliseconds: number): string =>
  milliseconds < 10_000 ? `${number(milliseconds)} ms` : `${number(Math.round(milliseconds / 100) / 10)} s`;
