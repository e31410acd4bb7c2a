import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Summary } from '../src/api/shapes';
import { MessageList } from '../src/list/store';

/** What the server has: the newest first. */
let stored: { id: string; isRead: boolean }[] = [];
/** Answers that are on their way; none are held back otherwise. */
let held: (() => void)[] | null = null;

vi.mock('../src/api/mail', () => ({
  list: (_inbox: string | null, _q: string, start: number, limit: number) => {
    const messages = stored.slice(start, start + limit).map(one => ({ ...one }) as Summary);
    const answer = { total: stored.length, unread: 0, start, ignored: [], messages };
    return new Promise(arrives => {
      if (held === null) arrives(answer);
      else held.push(() => arrives(answer));
    });
  },
}));

let shown: MessageList;

beforeEach(async () => {
  held = null;
  stored = Array.from({ length: 200 }, (_, at) => ({ id: `m${at}`, isRead: false }));
  shown = new MessageList(null, '');
  await shown.refresh();
});

/** Lets everything arrive that was asked for, in its order. */
async function arrive(): Promise<void> {
  const answers = held!;
  held = null;
  for (const arrives of answers) arrives();
  await vi.waitFor(() => expect(shown.row(0)).toBeDefined());
}

async function look(first: number, end: number): Promise<void> {
  shown.look(first, end);
  await vi.waitFor(() => expect(shown.row(end - 1)).toBeDefined());
}

describe('what was done here', () => {
  it('is not undone by an answer that was on its way', async () => {
    held = [];
    const refreshing = shown.refresh();
    shown.patch({ ids: ['m0'] }, true)();
    await arrive();
    await refreshing;
    expect(shown.row(0)!.isRead).toBe(true);
  });

  it('holds while the server has not said that it is done', async () => {
    const done = shown.patch({ ids: ['m0'] }, true);
    await shown.refresh();
    expect(shown.row(0)!.isRead).toBe(true);
    stored[0]!.isRead = true;
    done();
    await shown.refresh();
    expect(shown.row(0)!.isRead).toBe(true);
  });

  it('does not hide what others do later', async () => {
    stored[0]!.isRead = true;
    shown.patch({ ids: ['m0'] }, true)();
    await shown.refresh();
    stored[0]!.isRead = false;
    await shown.refresh();
    expect(shown.row(0)!.isRead).toBe(false);
  });

  it('holds as it was done last', async () => {
    stored[0]!.isRead = true;
    held = [];
    const refreshing = shown.refresh();
    shown.patch({ ids: ['m0'] }, true)();
    shown.patch({ ids: ['m0'] }, false)();
    await arrive();
    await refreshing;
    expect(shown.row(0)!.isRead).toBe(false);
  });
});

describe('rows', () => {
  it('that are read while the list is read again stay', async () => {
    held = [];
    const refreshing = shown.refresh();
    const top = held;
    held = null;
    await look(100, 120);
    top[0]!();
    await refreshing;
    expect(shown.row(110)?.id).toBe('m110');
  });

  it('move down where mail comes in', async () => {
    await look(100, 120);
    stored.unshift({ id: 'new', isRead: false });
    await shown.refresh();
    expect(shown.row(0)!.id).toBe('new');
    expect(shown.row(111)!.id).toBe('m110');
  });

  it('are where they belong though mail comes in between two answers', async () => {
    await look(100, 120);
    held = [];
    const refreshing = shown.refresh();
    stored.unshift({ id: 'new', isRead: false });
    await arrive();
    await refreshing;
    expect(shown.row(0)!.id).toBe('new');
    expect(shown.row(111)!.id).toBe('m110');
    expect(shown.row(101)!.id).toBe('m100');
  });

  it('that are not where they were are read again', async () => {
    await look(100, 120);
    await look(0, 10);
    stored.splice(0, 3);
    await shown.refresh();
    expect(shown.row(0)!.id).toBe('m3');
    expect(shown.row(110)).toBeUndefined();
    await look(100, 120);
    expect(shown.row(110)!.id).toBe('m113');
  });
});
