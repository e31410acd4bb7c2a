/** A name that any file system takes, of what somebody else wrote; `otherwise` where nothing of that is left. */
export function fileNameOf(subject: string, otherwise: string): string {
  const plain = subject
    .replace(/[\p{C}\p{Z}]+/gu, ' ') // Controls, and marks that turn the direction of text round.
    .replace(/[<>:"/\\|?*]+/g, '-')
    .replace(/^[ .-]+/, '');
  let name = '';
  let octets = 0;
  for (const character of plain) {
    octets += encoder.encode(character).length;
    if (octets > mostOctets) break;
    name += character;
  }

  name = name.replace(/[ .-]+$/, '');
  return name === '' ? otherwise : isReserved.test(name) ? `_${name}` : name;
}

const encoder = new TextEncoder();

/** File systems stop at 255; an ending is yet to come, and what a browser adds to a name that is taken. */
export const mostOctets = 200;

/** Devices, to Windows, whatever follows the dot. */
const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
