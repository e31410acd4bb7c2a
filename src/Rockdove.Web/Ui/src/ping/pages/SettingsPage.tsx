import type { JSX } from 'preact';
import { type Settings, set, settings } from '../../shell/settings';
import { dateTime, languages, t } from '../../text/catalogue';
import { about } from '../state';
import { w } from '../text/words';
import { Sheet } from './Sheet';

const languageNames: Record<(typeof languages)[number], string> = { en: 'English', de: 'Deutsch' };

export function SettingsPage(): JSX.Element {
  const { theme, language } = settings.value;
  const prober = about.value;
  return (
    <Sheet title={w('settings')}>
      <p class="hint">{t('keptHere')}</p>
      <Choice
        name="theme"
        label={t('theme')}
        value={theme}
        all={[
          ['auto', t('themeAuto')],
          ['light', t('themeLight')],
          ['dark', t('themeDark')],
        ]}
      />
      <Choice
        name="language"
        label={t('language')}
        value={language}
        all={[['auto', t('languageAuto')], ...languages.map((one): [string, string] => [one, languageNames[one]])]}
      />
      {prober !== null && (
        <section>
          <h2>{w('aboutTitle')}</h2>
          <dl class="facts">
            <dt>{t('version')}</dt>
            <dd>{prober.version}</dd>
            <dt>{w('resultsSince')}</dt>
            <dd>{prober.since === undefined ? '–' : dateTime(new Date(prober.since))}</dd>
            <dt>{w('picture')}</dt>
            <dd>
              <a href="matrix.svg">matrix.svg</a> <span class="hint">{w('pictureHint')}</span>
            </dd>
            <dt>{t('api')}</dt>
            <dd>
              <a href="api/v1/matrix">api/v1</a> <span class="hint">{t('apiHint')}</span>
            </dd>
          </dl>
        </section>
      )}
    </Sheet>
  );
}

interface ChoiceProps {
  name: keyof Settings;
  label: string;
  value: string;
  all: [value: string, label: string][];
}

function Choice({ name, label, value, all }: ChoiceProps): JSX.Element {
  return (
    <div class="setting">
      <span class="label">{label}</span>
      <span class="choice" role="radiogroup" aria-label={label}>
        {all.map(([one, says]) => (
          <label key={one} class={one === value ? 'on' : ''}>
            <input
              type="radio"
              name={name}
              checked={one === value}
              onChange={() => set({ [name]: one } as Partial<Settings>)}
            />
            {says}
          </label>
        ))}
      </span>
    </div>
  );
}
