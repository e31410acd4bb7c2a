// The corpus of mail that wants to run scripts or to reach a server: Corpus/*.txt.
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Reads the corpus. Its payloads are numbered from `first`, say `fired-N` in the console if they run, and ask `canary`
 * (host and port) for `/N` or look up `xN.canary.test`. What comes back is what is sent: each message with its octets,
 * its kind, its payloads, and what a careless server would show of it, as `bare`.
 */
export function readCorpus(first, canary) {
    const messages = [];
    let number = first;
    const folder = new URL('Corpus/', import.meta.url);
    for (const file of readdirSync(folder).sort()) {
        const [head, ...entries] = readFileSync(new URL(file, folder), 'utf8').split(/^==(.*)\n/m);
        const kind = head.match(/^# (\w+):/)[1];
        let group = null;
        for (let i = 0; i < entries.length; i += 2) {
            const flags = new Set(entries[i].split(' '));
            const text = entries[i + 1].replace(/\n$/, '');
            const payload = { number, file, text, kind, isLive: !flags.has('quiet') };
            const octets = expand(text, number++, canary);
            const single = flags.has('single') || flags.has('alone') || kind !== 'html';
            if (!single && group?.payloads.length < 8) {
                group.payloads.push(payload);
                group.bodies.push(octets);
                continue;
            }

            const message = {
                kind, payloads: [payload], bodies: [octets], isAlone: flags.has('alone'), isClicked: flags.has('click'),
            };
            messages.push(message);
            if (!single)
                group = message;
        }
    }

    return messages.map(message => ({ ...message, ...forms[message.kind](Buffer.concat(message.bodies)) }));
}

/** How each kind is sent, and what a careless server would make of it. */
const forms = {
    html: body => ({
        octets: Buffer.concat([Buffer.from('Subject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'), body]),
        bare: { type: 'text/html; charset=utf-8', octets: body },
    }),
    message: body => ({ octets: withCrlf(body), bare: { type: 'text/html', octets: body } }),
    part: body => {
        const [type, name] = body.toString('latin1').split('\n', 2);
        const content = body.subarray(type.length + name.length + 2);
        return {
            octets: Buffer.concat([
                Buffer.from('Subject: x\r\nContent-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\n\r\n--part\r\n'),
                Buffer.from(`Content-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n`),
                content, Buffer.from('\r\n--part--\r\n'),
            ]),
            bare: { type: type.replace(/[^ -~].*/s, ''), octets: content },
        };
    },
};

/** Puts in what stands in braces, and makes octets of `\xHH`. */
function expand(text, number, canary) {
    const js = `console.log(\`fired-${number}\`)`;
    const html = `<img src=x onerror=${js}>`;
    const words = {
        id: `${number}`, js, canary: `http://${canary}/${number}`, canaryhost: `${canary}/${number}`,
        js64: btoa(js), html64: btoa(html), html16: Buffer.from(html, 'utf16le').toString('base64'),
        jsq: js.replace(/[^a-z0-9.-]/g, c => `=${c.charCodeAt(0).toString(16).toUpperCase()}`),
        jsp: encodeURIComponent(js), id16: `${number}`.replace(/./g, '$&\\x00'),
    };
    const full = text.replace(/\{(\w+)\}/g, (all, word) => words[word] ?? all);
    return Buffer.concat(full.split(/(\\x[0-9a-f]{2})/).map(
        piece => /^\\x[0-9a-f]{2}$/.test(piece) ? Buffer.from([parseInt(piece.slice(2), 16)]) : Buffer.from(piece)));
}

function withCrlf(octets) {
    return Buffer.from(octets.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}
