import { call, get, Problem } from '../api/client';
import type { Matrix } from './shapes';

/** The prober's calls lie beside those of the catcher, under the same page. */
export const path = (rest: string): string => `../../v1/${rest}`;

export const read = <T>(rest: string, signal?: AbortSignal): Promise<T> => get(path(rest), signal);

export const query = (values: Record<string, string | number | undefined>): string =>
  `${new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, `${value}`]])))}`;

/** Has a mail sent now; the number of its probe, where it is known already. */
export const probeNow = async (from: string, to: string): Promise<number | undefined> =>
  (await call<{ probe?: number } | undefined>('POST', path(`probe?${query({ from, to })}`)))?.probe;

/** Past matrices do not change, and steps between them shall be quick. */
const kept = new Map<string, Promise<Matrix>>();
const mostKept = 60;

export function matrixAt(at: string): Promise<Matrix> {
  const known = kept.get(at);
  if (known !== undefined) return known;
  const asked = read<Matrix>(`matrix?${query({ at })}`);
  kept.set(at, asked);
  asked.catch(() => kept.delete(at));
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }

  return asked;
}

export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, '', `${error}`);
