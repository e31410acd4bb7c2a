import { batch, computed, effect, signal } from '@preact/signals';
import { get } from '../api/client';
import { followEvents, type MailEvent } from '../api/events';
import * as mail from '../api/mail';
import type { About, Change, Inbox, Selection, Summary } from '../api/shapes';
import { asProblem, MessageList } from '../list/store';
import { t, tn } from '../text/catalogue';
import { notify } from './attention';
import { go, route } from './route';
import { say } from './toast';

// What the pages know of the catcher, and what can be done with mail from anywhere in them.

export const about = signal<About | null>(null);
export const inboxes = signal<Inbox[]>([]);
export const tags = signal<string[]>([]);
/** Of all mail, wherever we are. */
export const unreadInAll = signal(0);
export const totalInAll = signal<number | null>(null);

/** Whether this catcher has a call: `GET /faults`. */
export const can = (call: string): boolean => about.value?.calls.includes(call) ?? false;

/** The list of where we are. Another inbox or search is another list. */
export const list = signal(new MessageList(null, ''));

const place = computed(() => JSON.stringify([route.value.inbox, route.value.q]));

/** Messages that something will be done with together. */
export const chosen = signal<ReadonlySet<string>>(new Set());
/** All that the list has, seen or not. */
export const isAllChosen = signal(false);

export const chosenCount = computed(() => (isAllChosen.value ? (list.value.total.value ?? 0) : chosen.value.size));

export function chooseNone(): void {
  batch(() => {
    chosen.value = new Set();
    isAllChosen.value = false;
  });
}

/** What an action is for: what was chosen, or else what is read. */
export function target(): Selection | null {
  if (isAllChosen.value) {
    const { q } = list.value;
    return q.trim() === '' ? { all: true } : { q, tz: mail.timeZone() };
  }

  if (chosen.value.size > 0) return { ids: [...chosen.value] };
  return route.value.id === null ? null : { ids: [route.value.id] };
}

export const countOf = (selection: Selection): number =>
  'ids' in selection ? selection.ids.length : (list.value.total.value ?? 0);

/** One after the other: what somebody did last is what counts. */
export function mark(selection: Selection, isRead: boolean): Promise<void> {
  const { inbox } = list.value;
  const done = list.value.patch(selection, isRead);
  marking = marking.then(async () => {
    await attempt(async () => {
      try {
        await mail.change(inbox, selection, { isRead });
      } finally {
        done();
      }
    });
  });
  return marking;
}

let marking = Promise.resolve();

export async function change(selection: Selection, what: Change): Promise<boolean> {
  const isDone = await attempt(() => mail.change(list.value.inbox, selection, what));
  if (isDone) void readTags();
  return isDone;
}

/** Deletes, and goes on to what is then in the place of what was read. */
export async function remove(selection: Selection): Promise<void> {
  const { id } = route.value;
  const isReading = id !== null && (!('ids' in selection) || selection.ids.includes(id));
  const index = isReading ? list.value.indexOf(id) : -1;
  const gone = new Set('ids' in selection ? selection.ids : []);
  let next: Summary | undefined;
  if (isReading && 'ids' in selection) {
    for (let at = index + 1; next === undefined && at < index + 100; at++) {
      const row = list.value.row(at);
      if (row !== undefined && !gone.has(row.id)) next = row;
    }

    for (let at = index - 1; next === undefined && at >= 0; at--) {
      const row = list.value.row(at);
      if (row !== undefined && !gone.has(row.id)) next = row;
    }
  }

  const count = countOf(selection);
  if (!(await attempt(() => mail.remove(list.value.inbox, selection)))) return;
  chooseNone();
  if (isReading) go({ id: isNarrow() ? null : (next?.id ?? null) }, false);
  say(tn('deleted', count));
  await list.value.refresh();
}

export const isNarrow = (): boolean => matchMedia('(max-width: 760px)').matches;

async function attempt(does: () => Promise<void>): Promise<boolean> {
  try {
    await does();
    return true;
  } catch (error) {
    const problem = asProblem(error);
    say(`${t('failed')}: ${problem.isAway ? t('away') : problem.message}`, true);
    void list.value.refresh();
    return false;
  }
}

const quietly = async (does: () => Promise<void>): Promise<void> => {
  try {
    await does();
  } catch {
    // The connection's state says that nobody answers; the next event reads it again.
  }
};

export const readTags = (): Promise<void> =>
  quietly(async () => {
    tags.value = (await get<{ tags: string[] }>('tags')).tags;
  });

export const readInboxes = (): Promise<void> =>
  quietly(async () => {
    inboxes.value = (await get<{ inboxes: Inbox[] }>('inboxes')).inboxes;
  });

const readAbout = (): Promise<void> =>
  quietly(async () => {
    about.value = await get<About>('about');
  });

/** At most so often are lists read again, however much comes. */
const pace = 300;
let last = 0;
let isDue = false;

function refreshSoon(): void {
  if (isDue) return;
  isDue = true;
  setTimeout(
    async () => {
      isDue = false;
      await Promise.all([list.value.refresh(), readInboxes(), readTags()]);
      last = performance.now();
    },
    Math.max(30, last + pace - performance.now()),
  );
}

function hear(event: MailEvent): void {
  if (event.Type === 'stats') {
    unreadInAll.value = event.Data.Unread;
    if (totalInAll.value === event.Data.Total) return;
    totalInAll.value = event.Data.Total;
  } else if (event.Type === 'new') {
    notify(event.Data);
  }

  refreshSoon();
}

export function openMailbox(): void {
  effect(() => {
    const [inbox, q] = JSON.parse(place.value) as [string | null, string];
    const before = list.peek();
    if (before.inbox !== inbox || before.q !== q) {
      before.close();
      batch(() => {
        chooseNone();
        list.value = new MessageList(inbox, q);
      });
    }

    list.peek().look(0, 1);
  });
  void readAbout();
  void readInboxes();
  void readTags();
  followEvents(hear, () => {
    void readAbout();
    refreshSoon();
  });
}
