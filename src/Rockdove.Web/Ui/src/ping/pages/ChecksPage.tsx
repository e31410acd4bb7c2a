import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Show, useFetched } from '../../parts/fetched';
import { Icon } from '../../parts/Icon';
import { dateTime } from '../../text/catalogue';
import { query, read } from '../api';
import { duration } from '../matrix/duration';
import type { Glyph, Look } from '../matrix/look';
import { Chip } from '../matrix/TileFace';
import type { Certificate, Check, CheckChange, Clock } from '../shapes';
import { about, looks } from '../state';
import { type Text, w, wn } from '../text/words';
import { Sheet } from './Sheet';
import { useKept } from './useKept';

interface Found {
  checks: Check[];
  certificates: Certificate[];
  clocks: Clock[];
}

const looksOf: readonly [paint: string, glyph: Glyph][] = [
  ['c1', 'tick'],
  ['none', 'dots'],
  ['late', 'question'],
  ['fail', 'cross'],
  ['fail', 'bar'],
  ['none', 'pause'],
];

const statusLook = (status: number): Look => {
  const [paint, glyph] = looksOf[status] ?? looksOf[5]!;
  return { paint, glyph, word: 'unknown' };
};

const statusText = (status: number): string => w(`status${status}` as Text);

/** What mail stands on: what each check found last, certificates, clocks. */
export function ChecksPage(): JSX.Element {
  const found = useKept<Found>(
    async abort => {
      const [checks, certificates, clocks] = await Promise.all([
        read<Check[]>('checks', abort),
        read<Certificate[]>('certificates', abort),
        read<Clock[]>('clocks', abort),
      ]);
      return { checks, certificates, clocks };
    },
    'checks',
    [looks.value],
  );
  return (
    <Sheet title={w('checks')}>
      <Show of={found} failed={w('checksFailed')}>
        {({ checks, certificates, clocks }) => (
          <>
            {checks.length === 0 && (
              <div class="empty">
                <Icon name="ok" />
                <h2>{w('checksEmpty')}</h2>
                <p>{w('checksEmptyHint')}</p>
              </div>
            )}
            {[...new Set(checks.map(one => one.subject))].map(subject => (
              <Subject key={subject} subject={subject} checks={checks.filter(one => one.subject === subject)} />
            ))}
            {certificates.length > 0 && <Certificates all={certificates} />}
            {clocks.length > 0 && <Clocks all={clocks} />}
          </>
        )}
      </Show>
    </Sheet>
  );
}

function Subject({ subject, checks }: { subject: string; checks: Check[] }): JSX.Element {
  const isOpen = useSignal(false);
  return (
    <section class="check-subject">
      <h2>{subject}</h2>
      <table class="fields checks">
        <tbody>
          {[...checks]
            .sort((a, b) => severity(b.status) - severity(a.status))
            .map(one => (
              <tr key={one.check}>
                <th scope="row">
                  <Chip look={statusLook(one.status)} /> {one.check}
                </th>
                <td>
                  <b class={one.status === 3 || one.status === 4 ? 'is-bad' : ''}>{statusText(one.status)}</b>
                  {one.value !== undefined && <> · {one.value}</>}
                </td>
                <td class="quiet">
                  {w('since')} {dateTime(new Date(one.since))}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <button
        type="button"
        class="link"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {w('changes')}
      </button>
      {isOpen.value && <Changes subject={subject} />}
    </section>
  );
}

/** What is not tested is no worse than what is in order. */
const severity = (status: number): number => (status === 5 ? 0 : status);

function Changes({ subject }: { subject: string }): JSX.Element {
  const changes = useFetched<CheckChange[]>(abort => read(`checks/changes?${query({ subject })}`, abort), [subject]);
  return (
    <Show of={changes} failed={w('checksFailed')}>
      {list =>
        list.length === 0 ? (
          <p class="hint">{w('noChanges')}</p>
        ) : (
          <ul class="verdicts">
            {list.map(one => (
              <li key={`${one.at} ${one.check}`}>
                <time dateTime={one.at}>{dateTime(new Date(one.at))}</time> <b>{one.check}</b>{' '}
                {one.before === undefined ? '' : `${statusText(one.before)} → `}
                {statusText(one.after)} <span class="hint">{one.value}</span>
              </li>
            ))}
          </ul>
        )
      }
    </Show>
  );
}

/** A month before it ends is when to look after it, as certificate authorities remind of it. */
const soon = 30;

function Certificates({ all }: { all: Certificate[] }): JSX.Element {
  const now = about.value === null ? Date.now() : Date.parse(about.value.now);
  return (
    <section>
      <h2>{w('certificates')}</h2>
      <table class="fields checks">
        <tbody>
          {all.map(one => {
            const days = Math.floor((Date.parse(one.notAfter) - now) / 86_400_000);
            const isBad = days < 0 || !one.isChainTrusted || !one.isNameRight;
            return (
              <tr key={one.endpoint}>
                <th scope="row">
                  <Chip look={statusLook(isBad ? 3 : days < soon ? 2 : 0)} /> <code>{one.endpoint}</code>
                </th>
                <td>
                  {w('validUntil')} {dateTime(new Date(one.notAfter))} ·{' '}
                  <b class={days < 0 ? 'is-bad' : ''}>{days < 0 ? w('ended') : wn('daysLeft', days)}</b>
                  {!one.isChainTrusted && (
                    <>
                      {' '}
                      · <b class="is-bad">{w('notTrusted')}</b>
                    </>
                  )}
                  {!one.isNameRight && (
                    <>
                      {' '}
                      · <b class="is-bad">{w('wrongName')}</b>
                    </>
                  )}
                </td>
                <td class="quiet">{[one.version, one.key, one.issuer].join(' · ')}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Clocks({ all }: { all: Clock[] }): JSX.Element {
  return (
    <section>
      <h2>{w('clocks')}</h2>
      <table class="fields checks">
        <tbody>
          {all.map(one => (
            <tr key={`${one.host} ${one.method}`}>
              <th scope="row">
                <Chip look={statusLook(Math.abs(one.offsetSeconds) > one.errorSeconds + 1 ? 2 : 0)} />{' '}
                <code>{one.host}</code>
              </th>
              <td>
                {w(one.offsetSeconds >= 0 ? 'ahead' : 'behind', { time: duration(Math.abs(one.offsetSeconds)) })}{' '}
                <span class="hint">± {duration(one.errorSeconds)}</span>
              </td>
              <td class="quiet">
                {one.method} · {dateTime(new Date(one.at))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
