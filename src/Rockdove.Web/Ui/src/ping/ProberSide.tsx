import type { JSX } from 'preact';
import { IconButton } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { Mark } from '../shell/Mark';
import { number, t } from '../text/catalogue';
import { goTo, href, page, places, to } from './places';
import { isHelpOpen, isSideOpen, openAlerts } from './state';
import { w, wn } from './text/words';

export function ProberSide(): JSX.Element {
  const here = page();
  const isOfMatrix = here === 'pair' || here === 'account' || here === 'probe' || here === 'session';
  return (
    <nav class={isSideOpen.value ? 'side open' : 'side'} aria-label={t('navigation')}>
      <div class="brand">
        <Mark size={30} />
        <span>{w('appName')}</span>
        <IconButton
          icon="close"
          class="only-narrow"
          label={t('closeNavigation')}
          onClick={() => {
            isSideOpen.value = false;
          }}
        />
      </div>
      <ul>
        {places.map(place => {
          const isHere = place.page === here || (place.page === 'matrix' && isOfMatrix);
          const open = place.page === 'alerts' ? openAlerts.value.length : 0;
          return (
            <li key={place.page} class={isHere ? 'place here' : 'place'}>
              <a
                href={href(place.page)}
                aria-current={place.page === here ? 'page' : undefined}
                onClick={event => {
                  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
                  event.preventDefault();
                  isSideOpen.value = false;
                  goTo(to(place.page));
                }}
              >
                <Icon name={place.icon} />
                <bdi>{w(place.label)}</bdi>
                {open > 0 && (
                  <span class="number unread" title={wn('openAlerts', open)}>
                    {number(open)}
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
      <span class="space" />
      <IconButton
        icon="keys"
        label={t('keys')}
        shortcut="?"
        onClick={() => {
          isHelpOpen.value = true;
        }}
      />
    </nav>
  );
}
