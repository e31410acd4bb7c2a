import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Show, useFetched } from '../../parts/fetched';
import { Icon } from '../../parts/Icon';
import { dateTime, since } from '../../text/catalogue';
import { read } from '../api';
import { whereOf } from '../matrix/Findings';
import { href } from '../places';
import type { Alert, Notification } from '../shapes';
import { about, looks } from '../state';
import { blameOf } from '../text/cells';
import { type Text, w } from '../text/words';
import { Sheet } from './Sheet';
import { useKept } from './useKept';

/** What is wrong, what was, and who is at fault. */
export function AlertsPage(): JSX.Element {
  const alerts = useKept<Alert[]>(abort => read('alerts?limit=200', abort), 'alerts', [looks.value]);
  return (
    <Sheet title={w('alerts')}>
      <Show of={alerts} failed={w('alertsFailed')}>
        {all => {
          const open = all.filter(one => one.ended === undefined);
          const ended = all.filter(one => one.ended !== undefined);
          return (
            <>
              {open.length === 0 ? (
                <div class="empty">
                  <Icon name="ok" />
                  <h2>{w('noAlerts')}</h2>
                  <p>{w('noAlertsHint')}</p>
                </div>
              ) : (
                <>
                  <h2>{w('alertsOpen')}</h2>
                  <List alerts={open} />
                </>
              )}
              <h2>{w('alertsEnded')}</h2>
              {ended.length === 0 ? <p class="hint">{w('noEndedAlerts')}</p> : <List alerts={ended} />}
            </>
          );
        }}
      </Show>
    </Sheet>
  );
}

const List = ({ alerts }: { alerts: Alert[] }): JSX.Element => (
  <ul class="alerts">
    {alerts.map(one => (
      <AlertLine key={one.id} alert={one} />
    ))}
  </ul>
);

function AlertLine({ alert }: { alert: Alert }): JSX.Element {
  const isOpen = useSignal(false);
  const { detail } = alert;
  const where = whereOf({ kind: detail.blame, from: detail.from, to: detail.to });
  const text = blameOf(detail, detail.blame);
  const now = about.value === null ? new Date() : new Date(about.value.now);
  return (
    <li class={alert.ended === undefined ? 'going' : ''}>
      <p>
        <b>{where === null ? text : <a href={where}>{text}</a>}</b>{' '}
        <span class="tag">{w(`state${alert.state[0]!.toUpperCase()}${alert.state.slice(1)}` as Text)}</span>
      </p>
      <p class="hint">
        {w('since')} <time title={dateTime(new Date(alert.since))}>{since(new Date(alert.since), now)}</time>
        {alert.ended !== undefined && <> – {dateTime(new Date(alert.ended))}</>} · {w('rule')} {alert.rule} ·{' '}
        {w('lastGood')}: {detail.lastGood === undefined ? w('neverGood') : dateTime(new Date(detail.lastGood))}
      </p>
      {detail.error !== undefined && (
        <p>
          <span class="hint">{w('lastError')}: </span>
          <code>{detail.error}</code>{' '}
          {detail.probe !== undefined && <a href={href('probe', detail.probe)}>{w('seeProbe')}</a>}
        </p>
      )}
      <button
        type="button"
        class="link"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {w('told')}
      </button>
      {isOpen.value && <Told id={alert.id} />}
    </li>
  );
}

function Told({ id }: { id: number }): JSX.Element {
  const told = useFetched<Notification[]>(abort => read(`alerts/${id}/notifications`, abort), [id]);
  return (
    <Show of={told} failed={w('alertsFailed')}>
      {list =>
        list.length === 0 ? (
          <p class="hint">{w('nobodyTold')}</p>
        ) : (
          <ul class="verdicts">
            {list.map(one => (
              <li key={`${one.channel} ${one.kind} ${one.attempt}`}>
                <time dateTime={one.at}>{dateTime(new Date(one.at))}</time> <b>{one.channel}</b> {one.kind}{' '}
                <span class={one.isSent ? 'hint' : 'is-bad'}>
                  {one.isSent ? w('wasSent') : w('notSent', { why: one.error ?? '' })}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Show>
  );
}
