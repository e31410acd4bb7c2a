import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { IconButton } from '../parts/Button';
import { Icon } from '../parts/Icon';
import { list, tags } from '../shell/mailbox';
import { go, route } from '../shell/route';
import { set, settings } from '../shell/settings';
import { t } from '../text/catalogue';
import { suggest } from './words';

const pause = 250;

/** Finds while one types. What may come next is offered below. */
export function SearchBox(): JSX.Element {
  const typed = useSignal(route.value.q);
  const isOpen = useSignal(false);
  const at = useSignal(-1);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();

  useSignalEffect(() => {
    const { q } = route.value;
    if (q.trim() !== typed.peek().trim()) typed.value = q;
  });

  const offered = isOpen.value ? suggest(typed.value, { tags: tags.value, addresses: list.value.addresses() }) : [];
  const search = (): void => {
    clearTimeout(timer.current);
    go({ page: 'mail', q: typed.value.trim(), id: null, tab: null });
  };
  const type = (text: string): void => {
    typed.value = text;
    at.value = -1;
    isOpen.value = true;
    clearTimeout(timer.current);
    // A word that is not whole yet finds nothing, or everything.
    if (!/[:(-]$/.test(text) && (text.match(/"/g)?.length ?? 0) % 2 === 0) timer.current = setTimeout(search, pause);
  };
  const take = (text: string): void => {
    type(text);
    input.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    const { key } = event;
    if ((key === 'ArrowDown' || key === 'ArrowUp') && offered.length > 0) {
      at.value = (at.value + (key === 'ArrowDown' ? 1 : -1) + offered.length + 1) % (offered.length + 1);
      if (at.value === offered.length) at.value = -1;
    } else if ((key === 'Enter' || key === 'Tab') && at.value >= 0) {
      take(offered[at.value]!.text);
    } else if (key === 'Enter') {
      search();
      isOpen.value = false;
      document.querySelector<HTMLElement>('.rows')?.focus();
    } else if (key === 'Escape') {
      if (isOpen.value && offered.length > 0) isOpen.value = false;
      else if (typed.value !== '') {
        typed.value = '';
        search();
      } else document.querySelector<HTMLElement>('.rows')?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isKept = settings.value.searches.includes(route.value.q);
  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={input}
        id="search"
        type="text"
        role="combobox"
        value={typed.value}
        placeholder={t('searchHint')}
        aria-label={t('search')}
        aria-keyshortcuts="/"
        aria-expanded={offered.length > 0}
        aria-controls="suggestions"
        aria-autocomplete="list"
        aria-activedescendant={at.value >= 0 ? `suggestion-${at.value}` : undefined}
        autocomplete="off"
        spellcheck={false}
        onInput={event => type(event.currentTarget.value)}
        onFocus={() => {
          isOpen.value = true;
        }}
        onBlur={() => {
          isOpen.value = false;
          at.value = -1;
        }}
        onKeyDown={press}
      />
      {typed.value === '' ? (
        <kbd>/</kbd>
      ) : (
        <>
          {route.value.q !== '' && (
            <IconButton
              icon="star"
              class={isKept ? 'kept' : ''}
              label={t(isKept ? 'forgetSearch' : 'saveSearch')}
              pressed={isKept}
              onClick={() => keep(route.value.q)}
            />
          )}
          <IconButton
            icon="close"
            label={t('clearSearch')}
            onClick={() => {
              typed.value = '';
              search();
              input.current?.focus();
            }}
          />
        </>
      )}
      <div
        id="suggestions"
        class="suggestions"
        role="listbox"
        aria-label={t('suggestions')}
        hidden={offered.length === 0}
      >
        {offered.map((one, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: The box keeps the focus.
          <div
            key={one.text}
            id={`suggestion-${index}`}
            class={index === at.value ? 'suggestion at' : 'suggestion'}
            role="option"
            aria-selected={index === at.value}
            onPointerDown={event => {
              event.preventDefault();
              take(one.text);
            }}
          >
            <code>{one.word}</code>
            {one.says !== null && <span>{t(one.says)}</span>}
          </div>
        ))}
      </div>
    </search>
  );
}

function keep(q: string): void {
  const { searches } = settings.value;
  set({ searches: searches.includes(q) ? searches.filter(one => one !== q) : [...searches, q].slice(-20) });
}
