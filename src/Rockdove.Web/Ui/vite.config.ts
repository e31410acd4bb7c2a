import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

/** Writes each file compressed beside itself, so that the server compresses nothing while it runs. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir }) {
      for (const file of filesIn(dir!)) {
        const octets = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(octets, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: octets.length };
        writeFileSync(`${file}.br`, brotliCompressSync(octets, { params }));
      }
    },
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

export default defineConfig({
  base: './', // Whatever path it is served under.
  plugins: [compressed()],
  build: {
    target: 'es2022',
    outDir: 'dist',
    rolldownOptions: { input: ['index.html', 'ping.html'] }, // The catcher's pages, and the prober's.
    assetsInlineLimit: 0, // What is inlined would need a wider policy.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: { environment: 'node', include: ['tests/**/*.test.ts'] },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8025', ws: true }, '/view': 'http://127.0.0.1:8025' } },
} as Parameters<typeof defineConfig>[0]);
