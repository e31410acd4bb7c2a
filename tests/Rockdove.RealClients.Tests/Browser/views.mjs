// Where a catcher shows what others wrote. Whoever adds a page that does adds it here.

/**
 * The paths at which the messages are to be opened, each with its message. What is a download, or plain text for all
 * alike, is opened where `isTurn` says, and so are the pages.
 */
export async function views(http, messages, isTurn) {
    const visits = [];
    const waiting = [...messages.entries()];
    await Promise.all(Array.from({ length: 8 }, async () => {
        for (let next; (next = waiting.shift());)
            await add(...next);
    }));
    visits.unshift({ path: `${http}/#/mail?q=onerror`, payloads: [{ number: 0 }], awaited: '.row:not(.skeleton)' });
    return visits;

    async function add(i, message) {
        const open = (path, more) => visits.push({ ...message, path: `${http}${path}`, ...more });
        const ours = `/api/rockdove/v1/messages/${message.id}`;
        const theirs = `/api/v1/message/${message.id}`;
        const { html, parts } = await (await fetch(http + ours)).json();
        // The same octets and headers at two places are opened at one of them, by turns.
        const openOne = async (first, second) => {
            const [isDownload, isPlain] = await compare(http + first, http + second);
            if (!isDownload && !isPlain || isTurn(i))
                open(i % 2 ? first : second, { isDownload });
        };
        if (html !== null)
            await openOne(`${ours}/html`, `/view/${message.id}.html`);
        for (const { id } of parts)
            await openOne(`${ours}/parts/${id}`, `${theirs}/part/${id}`);
        if (message.kind === 'message') {
            await openOne(`${ours}/raw`, `${theirs}/raw`);
            if (isTurn(i)) {
                const side = sides[Math.floor(i / 4) % sides.length];
                open(`/#/mail/${message.id}/${side}`, {
                    isAlone: false, isClicked: false, awaited: `article:not(.leaving) #view.${side}`,
                });
            }
        }
    }
}

const sides = ['headers', 'source', 'text', 'parts', 'delivery', 'checks'];

/** Whether what both answer is a download, and whether it is plain text; they must answer the same. */
async function compare(first, second) {
    const [one, other] = await Promise.all([first, second].map(async path => {
        const answer = await fetch(path);
        const headers = [...answer.headers].filter(([name]) => name !== 'date');
        return [answer.status, headers, Buffer.from(await answer.arrayBuffer()).toString('latin1')];
    }));
    if (JSON.stringify(one) !== JSON.stringify(other))
        throw new Error(`${first} and ${second} differ:\n${one}\n${other}`);
    const headers = new Map(one[1]);
    return [
        headers.get('content-disposition')?.startsWith('attachment'),
        headers.get('content-type')?.startsWith('text/plain') && headers.get('x-content-type-options') === 'nosniff',
    ];
}
