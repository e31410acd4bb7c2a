// Every call goes through here: relative to the page, so that it works under any path.

/** A refusal (RFC 9457), or what stands for one where there was no answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail || title);
  }

  /** Nobody answered: the catcher is not there, or not now. */
  get isAway(): boolean {
    return this.status === 0;
  }
}

const root = 'api/rockdove/v1/';

export const apiUrl = (path: string): string => new URL(root + path, document.baseURI).href;

export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await send(method, path, body, signal);
  if (answer.status === 204 || answer.status === 202) {
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  return (await answer.json()) as T;
}

export const get = <T>(path: string, signal?: AbortSignal): Promise<T> => call<T>('GET', path, undefined, signal);

/** At most so many characters of a text that may be as long as a message. */
export async function getText(
  path: string,
  most: number,
  signal?: AbortSignal,
): Promise<{ text: string; isCut: boolean }> {
  const answer = await send('GET', path, undefined, signal);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, isCut: false };
    text += value;
    if (text.length > most) {
      await reader.cancel();
      return { text: text.slice(0, most), isCut: true };
    }
  }
}

async function send(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(apiUrl(path), {
      method,
      signal,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, '', '');
  }

  if (answer.ok) return answer;
  throw await problemOf(answer);
}

async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  try {
    const problem = JSON.parse(text) as { title?: string; detail?: string };
    return new Problem(answer.status, problem.title ?? answer.statusText, problem.detail ?? '');
  } catch {
    return new Problem(answer.status, answer.statusText, text.slice(0, 500));
  }
}
