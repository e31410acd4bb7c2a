import type { JSX } from 'preact';
import { apiUrl, get, getText } from '../api/client';
import { scopeOf } from '../api/mail';
import type { Envelope, Message } from '../api/shapes';
import { Show, useFetched } from '../parts/fetched';
import { number, t } from '../text/catalogue';
import { readTranscript, type Turn } from './transcript';

/** How it came: what SMTP said of it, and the whole conversation with its times. */
export function Delivery({ message, inbox }: { message: Message; inbox: string | null }): JSX.Element {
  const path = `${scopeOf(inbox)}messages/${message.id}`;
  const envelope = useFetched(abort => get<Envelope>(`${path}/envelope`, abort), [path]);
  const session = useFetched(
    async abort => (message.hasTranscript ? (await getText(`${path}/transcript`, 256 * 1024, abort)).text : null),
    [path],
  );
  return (
    <div class="delivery">
      <h2>{t('envelope')}</h2>
      <Show of={envelope} failed={t('messageFailed')}>
        {told => <EnvelopeTable envelope={told} />}
      </Show>
      <h2>
        {t('transcript')}
        {message.hasTranscript && (
          <a class="link" href={apiUrl(`${path}/transcript`)} target="_blank" rel="noopener noreferrer">
            {t('fullSession')}
          </a>
        )}
      </h2>
      <Show of={session} failed={t('noTranscript')}>
        {text => (text === null ? <p class="hint">{t('noTranscript')}</p> : <Conversation text={text} />)}
      </Show>
    </div>
  );
}

function EnvelopeTable({ envelope }: { envelope: Envelope }): JSX.Element {
  const rows: [name: string, value: string][] = [
    [t('mailFrom'), `<${envelope.reversePath}>`],
    ...envelope.forwardPaths.map((path): [string, string] => [t('rcptTo'), `<${path}>`]),
    [t('helo'), envelope.helo ?? t('none')],
    [t('client'), envelope.clientAddress ?? t('none')],
    [t('tls'), envelope.tls ?? t('none')],
    [t('identity'), envelope.identity ?? t('none')],
  ];
  return (
    <table class="fields">
      <tbody>
        {rows.map(([name, value], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: There may be several recipients.
          <tr key={at}>
            <th scope="row">{name}</th>
            <td>
              <code>{value}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Lines of one side that are shown before the rest is folded away. */
const mostLines = 12;

/** Both sides, from top to bottom, with the time as an axis between them. */
function Conversation({ text }: { text: string }): JSX.Element {
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
          // biome-ignore lint/suspicious/noArrayIndexKey: Turns do not move.
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
