/** The frame that shows the HTML of a message now, if any does. A picture is taken as it is shown there. */
export const shownFrame: {
  current: { id: string; withRemote: boolean; frame: HTMLIFrameElement } | null;
} = { current: null };
