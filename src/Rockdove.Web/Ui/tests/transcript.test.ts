import { expect, it } from 'vitest';
import { readTranscript } from '../src/reading/transcript';

it('reads who said what, and when', () => {
  const turns = readTranscript(
    '# 0.000 s\nS: 220 mx ESMTP\n# 0.012 s\nC: EHLO x\n# 1.500 s\nS: 250-mx\nS: 250 SIZE 10\n# cut: 3 octets more\n',
  );
  expect(turns).toEqual([
    { who: 'S', lines: ['220 mx ESMTP'], at: 0 },
    { who: 'C', lines: ['EHLO x'], at: 12 },
    { who: 'S', lines: ['250-mx', '250 SIZE 10'], at: 1500 },
    { who: '#', lines: ['cut: 3 octets more'], at: 1500 },
  ]);
});

it('needs no times', () => {
  expect(readTranscript('S: 220 x\nC: QUIT\nS: 221 bye\n').map(turn => turn.at)).toEqual([null, null, null]);
});
