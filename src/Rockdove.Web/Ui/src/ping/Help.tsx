import type { JSX } from 'preact';
import { Dialog } from '../parts/Dialog';
import { t } from '../text/catalogue';
import { places } from './places';
import { isHelpOpen } from './state';
import { w } from './text/words';

export function Help(): JSX.Element {
  const keys: [keys: string[], says: string][] = [
    [['←', '→', '↑', '↓'], w('keyCells')],
    [['Enter'], w('keyOpenPair')],
    [['[', ']'], w('keyEarlier')],
    [['n'], w('keyNow')],
    [['o'], w('keyOther')],
    [['p'], w('keyProbe')],
    ...places.map((place): [string[], string] => [[`g ${place.key}`], w(place.label)]),
    [['?'], t('keyHelp')],
    [['Esc'], t('keyEscape')],
  ];
  return (
    <Dialog
      title={t('keys')}
      class="help"
      onClose={() => {
        isHelpOpen.value = false;
      }}
    >
      <dl class="keys">
        {keys.map(([all, says]) => (
          <div key={says}>
            <dt>
              {all.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
