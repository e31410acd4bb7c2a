import { signal } from '@preact/signals';
import { say } from '../shell/toast';
import { asProblem, probeNow, read } from './api';
import type { About, Alert } from './shapes';
import { w } from './text/words';

// What the pages know of the prober wherever they are.

export const about = signal<About | null>(null);
export const openAlerts = signal<Alert[]>([]);
/** Nobody answered the last time. */
export const isAway = signal(false);
/** Grows with each look, so that what shows the present is read again. */
export const looks = signal(0);
export const isSideOpen = signal(false);
export const isHelpOpen = signal(false);

const pace = 10_000;

async function look(): Promise<void> {
  try {
    [about.value, openAlerts.value] = await Promise.all([
      read<About>('about'),
      read<Alert[]>('alerts?open=true&limit=1000'),
    ]);
    isAway.value = false;
    looks.value++;
  } catch (error) {
    isAway.value = asProblem(error).isAway;
  }
}

/** Looks now and then, and when somebody comes back to the page. */
export function keepLooking(): void {
  void look();
  setInterval(() => document.hidden || void look(), pace);
  document.addEventListener('visibilitychange', () => document.hidden || void look());
}

export async function sendProbe(from: string, to: string): Promise<void> {
  try {
    await probeNow(from, to);
    say(w('probeOnItsWay'));
  } catch (error) {
    const problem = asProblem(error);
    say(problem.isAway ? w('away') : problem.message, true);
  }

  await look();
}
