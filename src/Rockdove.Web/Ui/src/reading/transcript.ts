// Reads a transcript (docs/transcripts.md) for the eye.

export interface Turn {
  /** Who: the client, the server, or a note of whoever wrote it down. */
  who: 'C' | 'S' | '#';
  lines: string[];
  /** Milliseconds from the beginning of the session; null where it is not told. */
  at: number | null;
}

/** Turns, with the time of each: lines that one side sends together are one. */
export function readTranscript(text: string): Turn[] {
  const turns: Turn[] = [];
  let at: number | null = null;
  let isNew = true;
  for (const line of text.split('\n')) {
    const time = /^# ([0-9]+\.[0-9]+) s$/.exec(line);
    if (time !== null) {
      at = Math.round(Number(time[1]) * 1000);
      isNew = true;
      continue;
    }

    const who = line[0];
    if ((who === 'C' || who === 'S') && line[1] === ':') {
      const last = turns.at(-1);
      const said = line.slice(3);
      if (last !== undefined && last.who === who && !isNew) last.lines.push(said);
      else turns.push({ who, lines: [said], at });
      isNew = false;
    } else if (who === '#' || who === '!') {
      turns.push({ who: '#', lines: [line.slice(1).trim()], at });
      isNew = true;
    }
  }

  return turns;
}
