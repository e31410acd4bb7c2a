import type { JSX } from 'preact';
import { dateTime } from '../../text/catalogue';
import { duration } from '../matrix/duration';
import { glyphs, limits, lookOf, verdictOf } from '../matrix/look';
import { share } from '../matrix/spark';
import type { Probe } from '../shapes';
import { stateOf } from '../text/cells';
import { w } from '../text/words';

const size = { width: 720, height: 190, left: 52, right: 14, top: 12, bottom: 34 };
const lines = [1, ...limits, 1800] as const;

/** Each delivery where it was, by the scale of all the lines; what did not come stands on the ground with its shape. */
export function Chart(props: { probes: Probe[]; since: Date; until: Date; from: string; to: string }): JSX.Element {
  const { probes, since, until, from, to } = props;
  const { width, height, left, right, top, bottom } = size;
  const x = (moment: number): number =>
    left + ((moment - since.getTime()) / (until.getTime() - since.getTime())) * (width - left - right);
  const y = (seconds: number): number => height - bottom - share(seconds) * (height - top - bottom);
  const came = probes.filter(one => verdictOf(one) === 'good' || verdictOf(one) === 'flawed');
  const ground = height - bottom + 14;
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={w('chartOf', { from, to, n: probes.length, m: came.length })}
    >
      {lines.map(seconds => (
        <g key={seconds}>
          <path class="rule" d={`M${left} ${y(seconds)}H${width - right}`} />
          <text x={left - 8} y={y(seconds) + 3.5} text-anchor="end">
            {duration(seconds).replace('.0', '')}
          </text>
        </g>
      ))}
      <path class="ground" d={`M${left} ${height - bottom + 4}H${width - right}`} />
      <path
        class="through"
        d={[...came]
          .reverse()
          .flatMap((one, at) =>
            one.deliverySeconds === undefined
              ? []
              : [`${at === 0 ? 'M' : 'L'}${x(Date.parse(one.due))} ${y(one.deliverySeconds)}`],
          )
          .join('')}
      />
      {probes.map(one => {
        const look = lookOf(one);
        const title = `${dateTime(new Date(one.due))}: ${stateOf(one, look)}`;
        const at = x(Date.parse(one.due));
        return one.deliverySeconds === undefined ? (
          <g key={one.id} class={`stroke-${look.paint}`} transform={`translate(${at - 7} ${ground - 7})`}>
            <title>{title}</title>
            {look.glyph !== undefined && <path d={glyphs[look.glyph]} />}
          </g>
        ) : (
          <circle key={one.id} class={`dot paint-${look.paint}`} cx={at} cy={y(one.deliverySeconds)} r="4">
            <title>{title}</title>
          </circle>
        );
      })}
      <text x={left} y={height - 3}>
        {dateTime(since)}
      </text>
      <text x={width - right} y={height - 3} text-anchor="end">
        {dateTime(until)}
      </text>
    </svg>
  );
}
