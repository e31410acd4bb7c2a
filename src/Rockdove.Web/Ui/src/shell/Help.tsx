import type { JSX } from 'preact';
import { Dialog } from '../parts/Dialog';
import { type Text, t } from '../text/catalogue';
import { isHelpOpen } from './keys';
import { places } from './places';

const keys: readonly [keys: string[], says: Text][] = [
  [['j', '↓'], 'keyNext'],
  [['k', '↑'], 'keyPrevious'],
  [['Home', 'End'], 'keyEnds'],
  [['Enter'], 'keyOpen'],
  [['e'], 'keySource'],
  [['/'], 'keySearch'],
  [['x'], 'keySelect'],
  [['⇧ j', '⇧ k'], 'keyRange'],
  [['u'], 'keyUnread'],
  [['t'], 'keyTag'],
  [['r'], 'keyRelease'],
  [['#'], 'keyDelete'],
  [['g a'], 'keyGoAll'],
  [['g i'], 'keyGoInbox'],
];

const more: readonly [keys: string[], says: Text][] = [
  [['?'], 'keyHelp'],
  [['Esc'], 'keyEscape'],
];

export function Help(): JSX.Element | null {
  if (!isHelpOpen.value) return null;
  const going = places
    .filter(place => place.isThere())
    .map((place): [string[], Text] => [[`g ${place.key}`], place.label]);
  return (
    <Dialog
      title={t('keys')}
      class="help"
      onClose={() => {
        isHelpOpen.value = false;
      }}
    >
      <dl class="keys">
        {[...keys, ...going, ...more].map(([all, says]) => (
          <div key={says}>
            <dt>
              {all.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(says)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
