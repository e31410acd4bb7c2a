import type { JSX } from 'preact';
import { Copying } from '../../parts/Copying';
import { Show } from '../../parts/fetched';
import { dateTime } from '../../text/catalogue';
import { read } from '../api';
import { duration } from '../matrix/duration';
import { lookOf } from '../matrix/look';
import { Chip } from '../matrix/TileFace';
import { href } from '../places';
import type { ProbeDetail } from '../shapes';
import { looks } from '../state';
import { flagText, reply, stateOf } from '../text/cells';
import { w } from '../text/words';
import { Hops } from './Hops';
import { Phases } from './Phases';
import { Sessions } from './Sessions';
import { useKept } from './useKept';

/** Everything that is kept of one probe. */
export function ProbeParts({ id }: { id: number }): JSX.Element {
  const detail = useKept<ProbeDetail>(abort => read(`probes/${id}`, abort), `${id}`, [looks.value]);
  return (
    <Show of={detail} failed={w('probeFailed')}>
      {value => (
        <section class="probe">
          <h2>
            <a href={href('probe', id)}>{w('probe', { id })}</a>
          </h2>
          <InShort detail={value} />
          <h3>{w('phases')}</h3>
          <Phases phases={value.phases} failedAt={value.probe.stage} />
          <h3>{w('hops')}</h3>
          <Hops hops={value.hops} />
          {value.verdicts.length > 0 && (
            <>
              <h3>{w('verdicts')}</h3>
              <ul class="verdicts">
                {value.verdicts.map(one => (
                  <li key={`${one.method} ${one.server}`}>
                    <code>
                      {one.method}=<b class={one.result === 'pass' ? 'is-good' : 'is-bad'}>{one.result}</b>
                    </code>{' '}
                    <span class="hint">{[one.server, one.detail].filter(Boolean).join(' · ')}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {value.bounces.length > 0 && (
            <>
              <h3>{w('bounces')}</h3>
              <ul class="verdicts">
                {value.bounces.map(one => (
                  <li key={one.at}>
                    <time dateTime={one.at}>{dateTime(new Date(one.at))}</time>{' '}
                    <code>{[one.status, one.diagnostic].filter(Boolean).join(' ')}</code>{' '}
                    <span class="hint">{one.remoteServer}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          <h3>{w('sessions')}</h3>
          {value.transcripts.length === 0 ? (
            <p class="hint">{w('noSessions')}</p>
          ) : (
            <Sessions sessions={value.transcripts} />
          )}
        </section>
      )}
    </Show>
  );
}

function InShort({ detail }: { detail: ProbeDetail }): JSX.Element {
  const { probe } = detail;
  const look = lookOf(probe);
  const rows: [name: string, value: string | undefined][] = [
    [w('due'), dateTime(new Date(probe.due))],
    [w('submitted'), seconds(probe.submitSeconds)],
    [w('delivery'), seconds(probe.deliverySeconds)],
    [w('total'), seconds(probe.totalSeconds)],
    [w('transit'), seconds(probe.transitSeconds)],
    [w('visibility'), seconds(probe.visibilitySeconds)],
    [w('seen'), probe.seen === undefined ? undefined : dateTime(new Date(probe.seen))],
    [w('folder'), probe.folder],
    [w('queueId'), detail.queueId],
  ];
  return (
    <>
      <p class="outcome-line">
        <Chip look={look} /> <b>{stateOf(probe, look)}</b>
        {probe.stage !== undefined && (
          <span class="hint">{w('atStage', { stage: probe.stage, reply: reply(probe) })}</span>
        )}
        {probe.flags.map(flag => (
          <span key={flag} class="hint">
            {flagText(flag)}
          </span>
        ))}
      </p>
      <dl class="facts in-short">
        {rows.map(([name, value]) =>
          value === undefined ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        <div>
          <dt>{w('messageId')}</dt>
          <dd>
            <Copying text={detail.messageId} />
          </dd>
        </div>
      </dl>
    </>
  );
}

const seconds = (value: number | undefined): string | undefined => (value === undefined ? undefined : duration(value));
