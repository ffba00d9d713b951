// Runs the browser suite: `node run.mjs [NAME...]`, where a name is a part of a journey's file name.
//
// Fills the demo data once, gives every test file its own copy of it, and lets node's test runner
// write the closing lines.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { PLACE, startProduct } from './lib/product.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

async function filesIn(folder) {
  const names = await readdir(path.join(HERE, folder));
  return names.filter((name) => name.endsWith('.test.mjs')).sort().map((name) => path.join(folder, name));
}

function runTests(files, data) {
  const child = spawn(process.execPath, ['--test', '--test-reporter=spec', ...files], {
    cwd: HERE,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, LUOTSI_E2E_DATA: data },
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

const names = process.argv.slice(2);
const wanted = (file) => names.length === 0 || names.some((name) => file.includes(name));
const files = [...(await filesIn('harness')), ...(await filesIn('journeys'))].filter(wanted);
const data = await mkdtemp(path.join(PLACE, 'luotsi-e2e-demo-'));
let code = 1;
try {
  const began = Date.now();
  const product = await startProduct({ data });
  console.log(`demo data ready in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  await product.stop({ keep: true });
  code = await runTests(files, data);
} catch (error) {
  console.error(String(error));
} finally {
  await rm(data, { recursive: true, force: true });
}
process.exitCode = code;
