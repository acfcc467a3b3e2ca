// Bundles the page for a browser: node bundle.mjs OUTPUT
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

await build({
  entryPoints: [fileURLToPath(new URL('browser.mjs', import.meta.url))],
  outfile: process.argv[2],
  bundle: true,
  platform: 'browser',
  format: 'iife',
  logLevel: 'error',
});
