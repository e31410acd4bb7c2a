// Builds the pages into dist, once for the sources as they are, however many builds run beside each other.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const lock = join(here, 'node_modules.lock');
const installed = join(here, 'node_modules', '.installed-lock.json');
const stamp = join(here, 'dist', '.stamp');

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`the pages are built with Node.js 20 or later, and this is ${process.version}`);
}

await hold();
try {
  if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(join(here, 'package-lock.json')))) {
    run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']);
    writeFileSync(installed, readFileSync(join(here, 'package-lock.json')));
  }

  const wanted = hashOfSources();
  if (process.argv.includes('--install')) {
    // That was all.
  } else if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    const now = new Date();
    utimesSync(stamp, now, now); // Touched, not changed: MSBuild compares times.
  } else {
    run(process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn']);
    writeFileSync(stamp, wanted);
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}

/** A folder is made by one alone. One that is older than any build was left by a build that was killed. */
async function hold() {
  for (;;) {
    try {
      mkdirSync(lock);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }

    const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
    if (age > 10 * 60 * 1000) rmSync(lock, { recursive: true, force: true });
    else await new Promise(resolve => setTimeout(resolve, 200));
  }
}

function hashOfSources() {
  const hash = createHash('sha256');
  const files = ['index.html', 'ping.html', 'package-lock.json', 'vite.config.ts', 'tsconfig.json', 'build.mjs'];
  for (const file of [...files, ...sources('src')]) hash.update(`${file}\0`).update(readFileSync(join(here, file)));
  return hash.digest('hex');
}

function sources(folder) {
  return readdirSync(join(here, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => (entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function run(program, parameters) {
  const shell = process.platform === 'win32' && program === 'npm';
  const { status, error } = spawnSync(program, parameters, { cwd: here, stdio: 'inherit', shell });
  if (error?.code === 'ENOENT') fail(`${program} is not there; it comes with Node.js 20 or later`);
  if (status !== 0) fail(`${program} ${parameters.join(' ')} ended with ${status ?? error}`);
}

function fail(text) {
  rmSync(lock, { recursive: true, force: true });
  console.error(`error RDUI001: ${text}`);
  process.exit(1);
}
