import type { JSX } from 'preact';
import { Button } from '../../parts/Button';
import { Show } from '../../parts/fetched';
import { Icon } from '../../parts/Icon';
import { dateTime, number } from '../../text/catalogue';
import { query, read } from '../api';
import { duration } from '../matrix/duration';
import { lookOf } from '../matrix/look';
import { Bar } from '../matrix/Sums';
import { Chip, Spark } from '../matrix/TileFace';
import { Tally } from '../matrix/tally';
import { goTo, href, to } from '../places';
import type { Probe, Span, Sum } from '../shapes';
import { about, looks, sendProbe } from '../state';
import { name, reply, stateOf, way, wordOf } from '../text/cells';
import { w } from '../text/words';
import { Bars, missing, otherwise } from '../time/Bars';
import { spanOf } from '../time/moments';
import { RangeChoice } from '../time/RangeChoice';
import { range, readSpans } from '../time/range';
import { Chart } from './Chart';
import { ProbeParts } from './ProbeParts';
import { Sheet } from './Sheet';
import { useKept } from './useKept';

/** How a pair is doing: `#/pair/ann/eva`, and with the number of a probe what is known of that one. */
export function PairPage({ rest }: { rest: string[] }): JSX.Element {
  const [from = '', receiver = '', chosen] = rest;
  const pair = { from, to: receiver };
  const now = about.value === null ? new Date() : new Date(about.value.now);
  const span = spanOf(range.value, now);
  const subject = [from, receiver, range.value].join('\n');
  const wanted = { ...pair, since: span.since.toISOString(), until: span.until.toISOString(), limit: 500 };
  const probes = useKept<Probe[]>(abort => read(`pair/probes?${query(wanted)}`, abort), subject, [looks.value]);
  const spans = useKept<Span[]>(abort => readSpans(range.value, now, pair, abort), subject, [looks.value]);
  return (
    <Sheet
      title={way(pair)}
      end={
        <RangeChoice
          value={range.value}
          onChange={one => {
            range.value = one;
          }}
        />
      }
    >
      <p class="moment">
        <a href={href('account', from)}>{name(from)}</a> → <a href={href('account', receiver)}>{name(receiver)}</a> ·{' '}
        <a href={href('pair', receiver, from)}>{w('otherWay')}</a>
        <span class="space" />
        {about.value?.probesNow === true && (
          <Button icon="release" onClick={() => void sendProbe(from, receiver)}>
            {w('probeNow')}
          </Button>
        )}
      </p>
      <Show of={probes} failed={w('pairFailed')}>
        {list =>
          list.length === 0 ? (
            <div class="empty">
              <Icon name="grid" />
              <h2>{w('pairEmpty')}</h2>
            </div>
          ) : (
            <>
              <Now probes={list} sum={spans !== null && 'value' in spans ? spans.value : []} />
              <h2>{w('throughTime')}</h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: It scrolls on a phone, for keys too. */}
              <div class="chart-box" role="group" aria-label={w('throughTime')} tabIndex={0}>
                <Chart probes={list} since={span.since} until={span.until} {...pair} />
              </div>
              {spans !== null && 'value' in spans && (
                <div class="pair-bars">
                  <Bars spans={spans.value} range={range.value} now={now} />
                </div>
              )}
              <h2>{w('probes')}</h2>
              <ProbeList probes={list} chosen={Number(chosen ?? list[0]!.id)} />
              <ProbeParts id={Number(chosen ?? list[0]!.id)} />
            </>
          )
        }
      </Show>
    </Sheet>
  );
}

/** The last deliveries, oldest first. */
const historyOf = (probes: Probe[]): (number | null)[] =>
  probes
    .filter(one => one.state === 'resolved' && one.outcome !== 'skipped_budget' && one.outcome !== 'unknown')
    .slice(0, 24)
    .map(one => one.deliverySeconds ?? null)
    .reverse();

function Now({ probes, sum }: { probes: Probe[]; sum: Span[] }): JSX.Element {
  const probe = probes[0]!;
  const history = historyOf(probes);
  const look = lookOf(probe);
  const all = total(sum.map(span => span.probes));
  const median = medianOf(probes);
  return (
    <div class="pair-now">
      <div class={`face paint-${look.paint}`}>
        {look.word === undefined ? (
          <b>{duration(probe.deliverySeconds!)}</b>
        ) : (
          <Chip look={look} text={wordOf(look.word)} />
        )}
        <Spark history={history} />
      </div>
      <dl class="figures">
        <div>
          <dt>{w('count')}</dt>
          <dd>{number(all.count)}</dd>
        </div>
        <div>
          <dt>{w('inTime')}</dt>
          <dd>{all.count === 0 ? '–' : `${Math.floor((100 * (all.good + all.spam)) / all.count)} %`}</dd>
        </div>
        <div>
          <dt>{w('median')}</dt>
          <dd>{median === undefined ? '–' : duration(median)}</dd>
        </div>
        <div>
          <dt>{w('slowest')}</dt>
          <dd>{all.maximumSeconds === undefined ? '–' : duration(all.maximumSeconds)}</dd>
        </div>
      </dl>
      <div class="outcomes">
        <span class="hint">{w('outcomes')}</span>
        <Bar good={all.good - all.duplicate} flawed={otherwise(all)} failed={missing(all)} />
      </div>
    </div>
  );
}

export function total(sums: Sum[]): Sum {
  const all: Sum = { count: 0, good: 0, spam: 0, late: 0, lost: 0, failed: 0, duplicate: 0, unmeasured: 0 };
  const parts = ['count', 'good', 'spam', 'late', 'lost', 'failed', 'duplicate', 'unmeasured'] as const;
  for (const sum of sums) {
    for (const part of parts) all[part] += sum[part];
    if (sum.maximumSeconds !== undefined) all.maximumSeconds = Math.max(all.maximumSeconds ?? 0, sum.maximumSeconds);
  }

  return all;
}

function medianOf(probes: Probe[]): number | undefined {
  const tally = new Tally();
  for (const one of probes) tally.add(one);
  return tally.median;
}

/** How many are listed; the chart has the rest. */
const mostListed = 12;

function ProbeList({ probes, chosen }: { probes: Probe[]; chosen: number }): JSX.Element {
  return (
    <table class="fields probes">
      <thead>
        <tr>
          <th scope="col">{w('when')}</th>
          <th scope="col">{w('outcome')}</th>
          <th scope="col">{w('reply')}</th>
        </tr>
      </thead>
      <tbody>
        {probes.slice(0, mostListed).map(one => {
          const look = lookOf(one);
          return (
            <tr key={one.id} class={one.id === chosen ? 'here' : ''}>
              <th scope="row">
                <a
                  href={href('pair', one.from, one.to, one.id)}
                  aria-current={one.id === chosen ? 'true' : undefined}
                  onClick={event => {
                    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                    event.preventDefault();
                    goTo(to('pair', one.from, one.to, one.id), false);
                  }}
                >
                  {dateTime(new Date(one.due))}
                </a>
              </th>
              <td>
                <Chip look={look} /> {stateOf(one, look)}
              </td>
              <td class="quiet">{reply(one)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
