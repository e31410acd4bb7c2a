// Where a catcher shows what others wrote. Whoever adds a page that does adds it here.

/** The paths at which the messages are to be opened, each with its message; of the dear ones those that `isTurn` says. */
export async function views(http, messages, isTurn) {
    const visits = [];
    const waiting = [...messages.entries()];
    await Promise.all(Array.from({ length: 8 }, async () => {
        for (let next; (next = waiting.shift());)
            await add(...next);
    }));
    for (let start = 0; start < messages.length; start += 50)
        visits.push({ path: `${http}/?start=${start}`, payloads: [{ number: 0 }], isAlone: true });
    return visits;

    async function add(i, message) {
        const open = (path, more) => visits.push({ ...message, path: `${http}${path}`, ...more });
        const ours = `/api/rockdove/v1/messages/${message.id}`;
        const theirs = `/api/v1/message/${message.id}`;
        const { html, parts } = await (await fetch(http + ours)).json();
        // The same octets and headers at two places are opened at one of them, by turns.
        const openOne = async (first, second) => {
            const isDownload = await compare(http + first, http + second);
            open(i % 2 ? first : second, { isDownload });
        };
        if (html !== null)
            await openOne(`${ours}/html`, `/view/${message.id}.html`);
        for (const { id } of parts)
            await openOne(`${ours}/parts/${id}`, `${theirs}/part/${id}`);
        if (message.kind === 'message') {
            await openOne(`${ours}/raw`, `${theirs}/raw`);
            if (isTurn(i))
                open(`/message/${message.id}?show=${sides[i % sides.length]}`, { isAlone: true, isClicked: false });
        }
    }
}

const sides = ['headers', 'raw', 'html', 'text', 'envelope'];

/** Whether what both answer is a download; they must answer the same. */
async function compare(first, second) {
    const [one, other] = await Promise.all([first, second].map(async path => {
        const answer = await fetch(path);
        const headers = [...answer.headers].filter(([name]) => name !== 'date');
        return [answer.status, headers, Buffer.from(await answer.arrayBuffer()).toString('latin1')];
    }));
    if (JSON.stringify(one) !== JSON.stringify(other))
        throw new Error(`${first} and ${second} differ:\n${one}\n${other}`);
    return one[1].some(([name, value]) => name === 'content-disposition' && value.startsWith('attachment'));
}
