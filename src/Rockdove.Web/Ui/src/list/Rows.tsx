import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { chosen, isAllChosen, list } from '../shell/mailbox';
import { route } from '../shell/route';
import { settings } from '../shell/settings';
import { t, tn } from '../text/catalogue';
import { cursor, open, wanted } from './cursor';
import { Row } from './Row';
import { scrollTo, windowOf } from './window';

export const rowHeights = { comfortable: 76, compact: 52 } as const;

/** The rows of the list: those that are seen, and some more. */
export function Rows(): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const top = useSignal(0);
  const view = useSignal(600);
  const shown = list.value;
  const total = shown.total.value ?? 0;
  const height = rowHeights[settings.value.density];
  void shown.version.value;

  useLayoutEffect(() => {
    const element = box.current!;
    const watch = new ResizeObserver(() => {
      view.value = element.clientHeight;
    });
    watch.observe(element);
    view.value = element.clientHeight;
    return () => watch.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current!;
    element.scrollTop = 0;
    top.value = 0;
    cursor.value = -1;
    shown.onShift = rows => {
      if (cursor.value >= 0) cursor.value += rows;
      if (element.scrollTop <= 1) return true;
      element.scrollTop += rows * height;
      top.value = element.scrollTop;
      return false;
    };
  }, [shown, height]);

  // What is read is where the keys are, also when it came by its address or has moved.
  useSignalEffect(() => {
    void list.value.version.value;
    const { id } = route.value;
    if (wanted.value !== null && list.value.row(wanted.value) !== undefined) open(wanted.value, false);
    else if (id !== null && cursor.peek() < 0) cursor.value = list.value.indexOf(id);
  });

  useEffect(() => {
    const at = cursor.value;
    const element = box.current!;
    if (at < 0) return;
    const to = scrollTo(at, element.scrollTop, element.clientHeight, height, total);
    if (to !== null) element.scrollTop = to;
  }, [cursor.value]);

  const { first, end, top: offset, height: tall } = windowOf(top.value, view.value, height, total);
  useEffect(() => {
    shown.look(first, Math.max(end, 1));
  }, [shown, first, end, shown.version.value]);

  const rows: JSX.Element[] = [];
  for (let index = first; index < end; index++) {
    const row = shown.row(index);
    rows.push(
      <Row
        key={row?.id ?? index}
        row={row}
        index={index}
        total={total}
        height={height}
        isOpen={row !== undefined && row.id === route.value.id}
        isChosen={row !== undefined && (isAllChosen.value || chosen.value.has(row.id))}
        isCursor={index === cursor.value}
      />,
    );
  }

  return (
    <div class="rows-frame">
      {shown.fresh.value > 0 && (
        <button
          type="button"
          class="fresh"
          onClick={() => {
            shown.fresh.value = 0;
            box.current!.scrollTop = 0;
          }}
        >
          {tn('newCount', shown.fresh.value)}
        </button>
      )}
      <div
        ref={box}
        class="rows"
        role="listbox"
        aria-label={t('messages')}
        aria-multiselectable="true"
        aria-activedescendant={cursor.value >= first && cursor.value < end ? `row-${cursor.value}` : undefined}
        tabIndex={0}
        onScroll={event => {
          top.value = event.currentTarget.scrollTop;
          if (event.currentTarget.scrollTop <= 1) shown.fresh.value = 0;
        }}
      >
        <div class="tall" style={{ height: `${tall}px` }} role="presentation">
          <div class="drawn" style={{ transform: `translateY(${offset}px)` }} role="presentation">
            {rows}
          </div>
        </div>
      </div>
    </div>
  );
}
