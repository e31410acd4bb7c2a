import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/Icon';
import { Menu } from '../parts/Menu';
import { asksForTags } from '../shell/keys';
import { change, chosenCount, list, tags, target } from '../shell/mailbox';
import { t } from '../text/catalogue';

/** Gives tags to what is chosen or read, and takes them. */
export function TagMenu(): JSX.Element {
  const [opens, setOpens] = useState(0);
  const asked = useRef(asksForTags.value);
  useSignalEffect(() => {
    if (asksForTags.value === asked.current) return;
    asked.current = asksForTags.value;
    setOpens(asksForTags.value);
  });
  return (
    <Menu icon="tag" label={t('tag')} shortcut="t" opens={opens} class="right">
      {close => <TagChoice close={close} />}
    </Menu>
  );
}

function TagChoice({ close }: { close: () => void }): JSX.Element {
  const made = useSignal('');
  const given = givenTags();
  const toggle = async (tag: string): Promise<void> => {
    const selection = target();
    if (selection === null) return;
    await change(selection, given.has(tag) ? { removeTags: [tag] } : { addTags: [tag] });
    await list.value.refresh();
  };
  const isWrong = /[^\w\-.@ ]/.test(made.value);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const tag = made.value.trim();
    if (tag === '' || isWrong) return;
    await toggle(tag);
    close();
  };
  return (
    <div class="tag-choice">
      <form onSubmit={event => void add(event)}>
        <input
          type="text"
          maxLength={100}
          placeholder={t('addTag')}
          aria-label={t('addTag')}
          pattern="[A-Za-z0-9@._ \-]+"
          title={t('tagInvalid')}
          value={made.value}
          aria-invalid={isWrong}
          onInput={event => {
            made.value = event.currentTarget.value;
          }}
        />
      </form>
      {tags.value
        .filter(tag => tag.toLowerCase().includes(made.value.trim().toLowerCase()))
        .slice(0, 30)
        .map(tag => (
          <button
            key={tag}
            type="button"
            class="item"
            role="menuitemcheckbox"
            aria-checked={given.has(tag)}
            onClick={() => void toggle(tag)}
          >
            {given.has(tag) ? <Icon name="check" /> : <span class="icon" />}
            <span>{tag}</span>
          </button>
        ))}
      {tags.value.length === 0 && <p class="hint">{t('noTagsYet')}</p>}
    </div>
  );
}

/** Tags that all of what it is about has, as far as it is here. */
function givenTags(): Set<string> {
  void list.value.version.value;
  void chosenCount.value;
  const selection = target();
  if (selection === null || !('ids' in selection)) return new Set();
  const rows = selection.ids.map(id => list.value.row(list.value.indexOf(id)));
  const [first, ...others] = rows;
  return new Set((first?.tags ?? []).filter(tag => others.every(row => row?.tags.includes(tag) === true)));
}
