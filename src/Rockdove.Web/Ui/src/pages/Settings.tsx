import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { reachable } from '../list/FirstMail';
import { about } from '../shell/mailbox';
import { type Settings as Chosen, set, settings } from '../shell/settings';
import { languages, number, size, t } from '../text/catalogue';
import { Page } from './Page';

const languageNames: Record<(typeof languages)[number], string> = { en: 'English', de: 'Deutsch' };

export function Settings(): JSX.Element {
  const chosen = settings.value;
  return (
    <Page title={t('settings')} hint={t('keptHere')}>
      <Choice
        name="theme"
        label={t('theme')}
        value={chosen.theme}
        all={[
          ['auto', t('themeAuto')],
          ['light', t('themeLight')],
          ['dark', t('themeDark')],
        ]}
      />
      <Choice
        name="density"
        label={t('density')}
        value={chosen.density}
        all={[
          ['comfortable', t('densityComfortable')],
          ['compact', t('densityCompact')],
        ]}
      />
      <Choice
        name="times"
        label={t('timeFormat')}
        value={chosen.times}
        all={[
          ['absolute', t('timeAbsolute')],
          ['relative', t('timeRelative')],
        ]}
      />
      <Choice
        name="language"
        label={t('language')}
        value={chosen.language}
        all={[['auto', t('languageAuto')], ...languages.map((one): [string, string] => [one, languageNames[one]])]}
      />
      <Notifications />
      <About />
    </Page>
  );
}

interface ChoiceProps {
  name: keyof Chosen;
  label: string;
  value: string;
  all: [value: string, label: string][];
}

function Choice({ name, label, value, all }: ChoiceProps): JSX.Element {
  return (
    <Line label={label}>
      <span class="choice" role="radiogroup" aria-label={label}>
        {all.map(([one, says]) => (
          <label key={one} class={one === value ? 'on' : ''}>
            <input
              type="radio"
              name={name}
              checked={one === value}
              onChange={() => set({ [name]: one } as Partial<Chosen>)}
            />
            {says}
          </label>
        ))}
      </span>
    </Line>
  );
}

/** Asked for by a click, as browsers want it, and never by itself. */
function Notifications(): JSX.Element {
  const isDenied = useSignal(!('Notification' in window) || Notification.permission === 'denied');
  const isOn = settings.value.notifications && !isDenied.value;
  const turn = async (): Promise<void> => {
    if (isOn) {
      set({ notifications: false });
      return;
    }

    const answer = await Notification.requestPermission();
    isDenied.value = answer === 'denied';
    set({ notifications: answer === 'granted' });
  };
  return (
    <Line label={t('notifications')} hint={isDenied.value ? t('notificationsDenied') : t('notificationsHint')}>
      <button
        type="button"
        class="button plain"
        disabled={isDenied.value}
        aria-pressed={isOn}
        onClick={() => void turn()}
      >
        {t(isOn ? 'notificationsTurnOff' : 'notificationsAsk')}
      </button>
    </Line>
  );
}

function About(): JSX.Element | null {
  const catcher = about.value;
  if (catcher === null) return null;
  return (
    <section>
      <h2>{t('aboutTitle')}</h2>
      <dl class="facts">
        <dt>{t('version')}</dt>
        <dd>{catcher.version}</dd>
        <dt>{t('database')}</dt>
        <dd>{catcher.database === 'memory' ? t('inMemory') : <code>{catcher.database}</code>}</dd>
        <dt>{t('keeps')}</dt>
        <dd>{t('keepsValue', { n: number(catcher.keptMessages) })}</dd>
        <dt>{t('biggest')}</dt>
        <dd>{size(catcher.messageBytes)}</dd>
        {catcher.listeners.map(one => (
          <>
            <dt>{one.name.toUpperCase()}</dt>
            <dd>
              <code>
                {reachable(one.host)}:{one.port}
              </code>
            </dd>
          </>
        ))}
        <dt>{t('api')}</dt>
        <dd>
          <a href="api/rockdove/v1/openapi.json" target="_blank" rel="noopener">
            api/rockdove/v1
          </a>{' '}
          <span class="hint">{t('apiHint')}</span>
        </dd>
      </dl>
    </section>
  );
}

function Line(props: { label: string; hint?: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="setting">
      <div>
        <span class="label">{props.label}</span>
        {props.hint !== undefined && <p class="hint">{props.hint}</p>}
      </div>
      {props.children}
    </div>
  );
}
