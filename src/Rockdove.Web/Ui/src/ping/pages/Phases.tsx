import type { JSX } from 'preact';
import { duration } from '../matrix/duration';
import type { Phase } from '../shapes';
import { w } from '../text/words';

/** What stages are called where SMTP and IMAP have words for them. */
const names: Record<string, string> = {
  dns: 'DNS',
  connect: 'TCP',
  tls: 'TLS',
  banner: '220',
  ehlo: 'EHLO',
  auth: 'AUTH',
  mail: 'MAIL',
  rcpt: 'RCPT',
  data: 'DATA',
  final: '250',
  select: 'SELECT',
  fetch: 'FETCH',
};

export const stageName = (stage: string): string => names[stage] ?? stage;

/** Where the time of each session went: a bar of its steps, and the same in figures. */
export function Phases({ phases, failedAt }: { phases: Phase[]; failedAt?: string }): JSX.Element {
  const sides = (['send', 'receive'] as const)
    .map(side => ({ side, steps: phases.filter(one => one.side === side) }))
    .filter(({ steps }) => steps.length > 0);
  if (sides.length === 0) return <p class="hint">{w('noPhases')}</p>;
  return (
    <>
      {sides.map(({ side, steps }) => {
        const start = Math.min(...steps.map(one => one.startSeconds));
        const whole = Math.max(1e-6, ...steps.map(one => one.startSeconds + one.seconds - start));
        return (
          <figure key={side} class="phases">
            <figcaption>
              {w(side === 'send' ? 'sendSide' : 'receiveSide')} <b>{duration(whole)}</b>
            </figcaption>
            <div class="phase-bar" aria-hidden="true">
              {steps.map((one, at) => (
                <i
                  key={at}
                  class={`phase phase-${one.stage}${side === 'send' && one.stage === failedAt ? ' broken' : ''}`}
                  title={w('phaseSays', { stage: stageName(one.stage), time: duration(one.seconds) })}
                  style={{
                    left: `${((one.startSeconds - start) / whole) * 100}%`,
                    width: `${(one.seconds / whole) * 100}%`,
                  }}
                />
              ))}
            </div>
            <ul class="phase-key">
              {steps.map((one, at) => (
                <li key={at}>
                  <i class={`swatch phase-${one.stage}`} />
                  {stageName(one.stage)} <b>{duration(one.seconds)}</b>
                </li>
              ))}
            </ul>
          </figure>
        );
      })}
    </>
  );
}
