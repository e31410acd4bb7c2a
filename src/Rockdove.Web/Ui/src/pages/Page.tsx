import type { ComponentChildren, JSX } from 'preact';
import { IconButton } from '../parts/Button';
import { isSideOpen } from '../shell/places';
import { t } from '../text/catalogue';

/** What pages besides the mail have around them. */
export function Page(props: {
  title: string;
  hint?: string;
  end?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <main class="page" tabIndex={-1}>
      <div class="sheet">
        <header>
          <IconButton
            icon="menu"
            class="only-narrow"
            label={t('openNavigation')}
            onClick={() => {
              isSideOpen.value = true;
            }}
          />
          <h1>{props.title}</h1>
          {props.end}
        </header>
        {props.hint !== undefined && <p class="hint lead">{props.hint}</p>}
        {props.children}
      </div>
    </main>
  );
}
