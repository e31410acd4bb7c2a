import type { Cell, Probe } from '../shapes';
import { verdictOf } from './look';

/** What the cells of a row, a column, a group or the whole come to. */
export class Tally {
  good = 0;
  flawed = 0;
  failed = 0;
  slowest: Cell | Probe | undefined;
  private readonly times: number[] = [];

  get arrived(): number {
    return this.good + this.flawed;
  }

  get measured(): number {
    return this.arrived + this.failed;
  }

  /** Of what arrived, in seconds. */
  get median(): number | undefined {
    const sorted = this.times.sort((a, b) => a - b);
    const half = Math.floor(sorted.length / 2);
    return sorted.length % 2 === 1
      ? sorted[half]
      : sorted.length === 0
        ? undefined
        : (sorted[half - 1]! + sorted[half]!) / 2;
  }

  add(cell: Cell | Probe): void {
    const verdict = verdictOf(cell);
    if (verdict === 'none') return;
    this[verdict]++;
    const seconds = cell.deliverySeconds;
    if (verdict === 'failed' || seconds === undefined) return;
    this.times.push(seconds);
    if (this.slowest === undefined || seconds > this.slowest.deliverySeconds!) this.slowest = cell;
  }
}
