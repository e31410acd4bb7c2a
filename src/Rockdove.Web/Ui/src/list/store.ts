import { batch, signal } from '@preact/signals';
import { Problem } from '../api/client';
import * as mail from '../api/mail';
import type { Selection, Summary } from '../api/shapes';
import { pagesOf, shiftOf } from './window';

export const pageSize = 50;

/** Rows that are kept besides those that are seen. */
const mostRows = 2000;

/** A change that holds until an answer that was asked for after the server had made it. */
interface Patch {
  isRead: boolean;
  isDone: boolean;
}

/**
 * The list that is shown: one inbox and one search. It knows how many there are, and the rows that were looked at; all
 * others are read when they come into view.
 */
export class MessageList {
  readonly total = signal<number | null>(null);
  readonly unread = signal(0);
  readonly ignored = signal<string[]>([]);
  readonly problem = signal<Problem | null>(null);
  /** Counts changes of rows, for whoever draws them. */
  readonly version = signal(0);
  /** Rows by which the list has grown at its top since that was last seen. */
  readonly fresh = signal(0);
  private rows = new Map<number, Summary>();
  /** What was done here and what an answer on its way may not know of yet, by id. */
  private readonly patches = new Map<string, Patch>();
  private reading = new Set<number>();
  private seen: [first: number, end: number] = [0, pageSize];
  private aborter = new AbortController();
  private refreshing = false;
  private again = false;
  /** What moves the scroll position along when rows come in above it. Says whether the top is seen. */
  onShift: (rows: number) => boolean = () => true;

  constructor(
    readonly inbox: string | null,
    readonly q: string,
  ) {}

  row = (index: number): Summary | undefined => this.rows.get(index);

  indexOf(id: string): number {
    for (const [index, row] of this.rows) if (row.id === id) return index;
    return -1;
  }

  /** These come into view. */
  look(first: number, end: number): void {
    this.seen = [first, end];
    for (const page of pagesOf(first, end, pageSize)) {
      const start = page * pageSize;
      const isMissing =
        this.total.value === null || this.hasGap(Math.max(first, start), Math.min(end, start + pageSize));
      if (isMissing && !this.reading.has(page)) void this.read(page);
    }
  }

  private hasGap(first: number, end: number): boolean {
    for (let at = first; at < Math.min(end, this.total.value ?? end); at++) if (!this.rows.has(at)) return true;
    return false;
  }

  private async read(page: number): Promise<void> {
    this.reading.add(page);
    const { signal: abort } = this.aborter;
    try {
      const answer = await mail.list(this.inbox, this.q, page * pageSize, pageSize, abort);
      if (this.total.value !== null && answer.total !== this.total.value) {
        void this.refresh(); // Rows have moved: these would stand beside others that have not.
        return;
      }

      batch(() => {
        this.take(answer);
        answer.messages.forEach((one, at) => {
          this.rows.set(answer.start + at, this.patched(one));
        });
        this.problem.value = null;
        this.version.value++;
      });
      this.forget();
    } catch (error) {
      if (!abort.aborted) this.problem.value = asProblem(error);
    } finally {
      this.reading.delete(page);
    }
  }

  private take(answer: { total: number; unread: number; ignored: string[] }): void {
    this.total.value = answer.total;
    this.unread.value = answer.unread;
    if (answer.ignored.join() !== this.ignored.value.join()) this.ignored.value = answer.ignored;
  }

  /** Something has happened. What is seen is read again; what was first is found again, so that nothing jumps. */
  async refresh(): Promise<void> {
    if (this.refreshing) {
      this.again = true;
      return;
    }

    this.refreshing = true;
    try {
      do {
        this.again = false;
        await this.refreshOnce();
      } while (this.again);
    } finally {
      this.refreshing = false;
    }
  }

  private async refreshOnce(): Promise<void> {
    const { signal: abort } = this.aborter;
    const known = [...this.patches].filter(([, patch]) => patch.isDone);
    try {
      const before = this.rows.get(0)?.id;
      const oldTotal = this.total.value ?? 0;
      const top = await mail.list(this.inbox, this.q, 0, pageSize, abort);
      const shift = shiftOf(before, top.messages) ?? Math.max(0, top.total - oldTotal);
      const [first, end] = [this.seen[0] + shift, this.seen[1] + shift];
      const answers = [top];
      for (const page of pagesOf(first, Math.min(end, top.total), pageSize)) {
        if (page === 0) continue;
        const answer = await mail.list(this.inbox, this.q, page * pageSize, pageSize, abort);
        if (answer.total === top.total) answers.push(answer);
        else this.again = true; // Rows have moved between the two.
      }

      // Rows that were read meanwhile stay too. Where some have gone, all below them are elsewhere now.
      const rows = new Map<number, Summary>();
      if (top.total === oldTotal + shift) for (const [index, row] of this.rows) rows.set(index + shift, row);
      for (const { start, messages } of answers) {
        messages.forEach((one, at) => {
          rows.set(start + at, one);
        });
      }

      for (const [id, patch] of known) if (this.patches.get(id) === patch) this.patches.delete(id);
      for (const [index, row] of rows) rows.set(index, this.patched(row));
      batch(() => {
        this.rows = rows;
        this.take(top);
        this.problem.value = null;
        if (shift > 0 && before !== undefined && !this.onShift(shift)) this.fresh.value += shift;
        this.version.value++;
      });
      this.forget();
    } catch (error) {
      if (!abort.aborted && this.total.value === null) this.problem.value = asProblem(error);
    }
  }

  /** What was just done here is shown before the server tells of it. Call what it returns when the server has done it. */
  patch(selection: Selection, isRead: boolean): () => void {
    const ids = 'ids' in selection ? new Set(selection.ids) : null;
    const patch: Patch = { isRead, isDone: false };
    let changed = 0;
    for (const [index, row] of this.rows) {
      if (ids !== null && !ids.has(row.id)) continue;
      this.patches.set(row.id, patch);
      if (row.isRead === isRead) continue;
      this.rows.set(index, { ...row, isRead });
      changed++;
    }

    this.unread.value = Math.max(0, this.unread.value + (isRead ? -changed : changed));
    this.version.value++;
    return () => {
      patch.isDone = true;
    };
  }

  private patched(row: Summary): Summary {
    const patch = this.patches.get(row.id);
    return patch === undefined || patch.isRead === row.isRead ? row : { ...row, isRead: patch.isRead };
  }

  /** Addresses of the rows that are here, for suggestions. */
  addresses(): string[] {
    const all = new Set<string>();
    for (const row of this.rows.values()) {
      for (const one of [...row.forwardPaths, ...row.from, ...row.to]) if (one !== '') all.add(one);
      if (all.size > 200) break;
    }

    return [...all].sort();
  }

  private forget(): void {
    if (this.rows.size <= mostRows) return;
    const [first, end] = this.seen;
    for (const index of this.rows.keys()) {
      if (index >= pageSize && (index < first - 500 || index > end + 500)) this.rows.delete(index);
    }
  }

  close(): void {
    this.aborter.abort();
  }
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(-1, '', error instanceof Error ? error.message : `${error}`);
