/** What the tab says: how much is unread, and which of several catchers it is. */
export const titleOf = (unread: number, label: string): string =>
  `${unread === 0 ? '' : `(${unread}) `}${label === '' ? '' : `${label} – `}Rockdove`;
