import type { JSX } from 'preact';
import { Show } from '../../parts/fetched';
import { read } from '../api';
import { duration } from '../matrix/duration';
import { lookOf } from '../matrix/look';
import { Bar, Median } from '../matrix/Sums';
import { Chip, Spark } from '../matrix/TileFace';
import { Tally } from '../matrix/tally';
import { href } from '../places';
import type { Cell, Matrix, Session, Span } from '../shapes';
import { about, looks } from '../state';
import { name, stateOf, summaryOf } from '../text/cells';
import { w } from '../text/words';
import { Bars, missing, otherwise } from '../time/Bars';
import { RangeChoice } from '../time/RangeChoice';
import { range, readSpans } from '../time/range';
import { total } from './PairPage';
import { Sessions } from './Sessions';
import { Sheet } from './Sheet';
import { useKept } from './useKept';

/** The row and the column of an account: `#/account/ann`. */
export function AccountPage({ rest }: { rest: string[] }): JSX.Element {
  const [account = ''] = rest;
  const matrix = useKept<Matrix>(abort => read('matrix', abort), 'matrix', [looks.value]);
  const sessions = useKept<Session[]>(
    abort => read(`transcripts?${new URLSearchParams({ account, limit: '20' })}`, abort),
    account,
    [looks.value],
  );
  return (
    <Sheet
      title={name(account)}
      end={
        <RangeChoice
          value={range.value}
          onChange={one => {
            range.value = one;
          }}
        />
      }
    >
      <Show of={matrix} failed={w('matrixFailed')}>
        {value => {
          const known = value.accounts.find(one => one.name === account);
          if (known === undefined) return <p class="hint">{w('accountGone')}</p>;
          return (
            <>
              <p class="moment">
                <code>{known.address}</code>
                {known.group !== undefined && <span class="hint"> · {known.group}</span>}
              </p>
              <Side account={account} isSender cells={value.cells.filter(one => one.from === account)} />
              <Side account={account} isSender={false} cells={value.cells.filter(one => one.to === account)} />
            </>
          );
        }}
      </Show>
      {sessions !== null && 'value' in sessions && sessions.value.length > 0 && (
        <>
          <h2>{w('sessionsOfAccount')}</h2>
          <Sessions sessions={sessions.value} />
        </>
      )}
    </Sheet>
  );
}

function Side({ account, isSender, cells }: { account: string; isSender: boolean; cells: Cell[] }): JSX.Element {
  const now = about.value === null ? new Date() : new Date(about.value.now);
  const who = isSender ? { from: account } : { to: account };
  const subject = [account, isSender, range.value].join('\n');
  const spans = useKept<Span[]>(abort => readSpans(range.value, now, who, abort), subject, [looks.value]);
  const tally = new Tally();
  for (const cell of cells) tally.add(cell);
  const sums = spans !== null && 'value' in spans ? spans.value : [];
  const all = total(sums.map(one => one.probes));
  return (
    <section class="account-side">
      <h2>
        {w(isSender ? 'sends' : 'receives')} <span class="hint">{summaryOf(tally)}</span>
      </h2>
      {all.count === 0 && spans !== null && <p class="hint">{w('accountEmpty')}</p>}
      {all.count > 0 && (
        <div class="account-time">
          <Bars spans={sums} range={range.value} now={now} />
          <Bar good={all.good - all.duplicate} flawed={otherwise(all)} failed={missing(all)} />
        </div>
      )}
      <ul class="ways">
        {cells.map(cell => {
          const look = lookOf(cell);
          const other = isSender ? cell.to : cell.from;
          return (
            <li key={other}>
              <a href={href('pair', cell.from, cell.to)}>
                <span>
                  {isSender ? '→' : '←'} {name(other)}
                </span>
                <Spark history={cell.history} />
                {look.word === undefined ? <Median seconds={cell.deliverySeconds} /> : <Chip look={look} />}
                <span class="hint">{look.word === undefined ? median(cell) : stateOf(cell, look)}</span>
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const median = (cell: Cell): string =>
  cell.medianSeconds === undefined ? '' : w('medianIs', { time: duration(cell.medianSeconds) });
