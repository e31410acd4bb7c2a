// Chromium for the scripts beside this file. README.md tells how to write one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// The packages lie where the scripts are started, in ../node.
const { chromium } = createRequire(`${process.cwd()}/`)('playwright-core');

/** What `launch` gives Chromium. Without these it asks servers of its maker's at each start. */
export const quiet = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
];

/**
 * Debian's Chromium with a profile of its own, and more switches: the one without windows, which takes half the time of
 * the other.
 */
export function launch(...switches) {
    return chromium.launch({ executablePath: '/usr/bin/chromium-headless-shell', args: [...quiet, ...switches] });
}

/**
 * The one that people have, with a profile in a folder: it looks up names and opens connections ahead, which a
 * browser for tests does not. What it may reach, `--host-resolver-rules` among the switches has to say.
 */
export function launchProfile(folder, ...switches) {
    return chromium.launchPersistentContext(`${folder}/profile`, {
        executablePath: '/usr/bin/chromium',
        args: [...quiet.filter(one => one !== ahead), ...switches],
        ignoreDefaultArgs: [ahead],
        acceptDownloads: false,
    });
}

const ahead = '--disable-background-networking';

/** What the test gave: the arguments, and what it wrote to the standard input, as JSON. */
export const given = { arguments: process.argv.slice(2), get input() { return JSON.parse(readFileSync(0, 'utf8')); } };

/** Does one thing that the test wants to know of by name. One that fails does not end the others. */
export async function step(name, does) {
    const started = performance.now();
    let error = null;
    try {
        await does();
    } catch (thrown) {
        error = thrown?.stack ?? `${thrown}`;
    }

    print({ step: name, milliseconds: Math.round(performance.now() - started), error });
}

/** Tells the test something: a number, a text, a list. */
export function tell(name, value) {
    print({ tell: name, value });
}

function print(line) {
    process.stdout.write(`${JSON.stringify(line)}\n`);
}
