// Sends mail to a catcher.
import { connect } from 'node:net';

/**
 * Sends messages in one session (RFC 2920), each as it stands: octets of any kind, by BDAT. The ids that the catcher gave
 * them come back.
 */
export async function deliver(port, messages, { from = 'app@example.org', to = 'ann@example.org' } = {}) {
    const socket = connect(port, '127.0.0.1');
    const replies = readReplies(socket);
    const expect = async code => {
        const reply = (await replies.next()).value ?? 'nothing more';
        if (!reply.startsWith(code))
            throw new Error(`The catcher said ${reply}, and not ${code}`);
        return reply;
    };
    try {
        await expect('220');
        socket.write('EHLO client.test\r\n');
        await expect('250');
        for (const message of messages) {
            const octets = Buffer.from(message);
            socket.write(`MAIL FROM:<${from}> BODY=BINARYMIME SMTPUTF8\r\nRCPT TO:<${to}>\r\n`);
            socket.write(`BDAT ${octets.length} LAST\r\n`);
            socket.write(octets);
        }

        const ids = [];
        for (let i = 0; i < messages.length; i++) {
            await expect('250');
            await expect('250');
            ids.push((await expect('250')).split(' ').at(-1));
        }

        socket.end('QUIT\r\n');
        return ids;
    } finally {
        socket.destroySoon();
    }
}

/** The last line of each reply. */
async function* readReplies(socket) {
    let rest = '';
    for await (const piece of socket) {
        const lines = (rest + piece).split('\r\n');
        rest = lines.pop();
        yield* lines.filter(line => line[3] !== '-');
    }
}
