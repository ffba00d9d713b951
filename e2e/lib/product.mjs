// The product under test: the built binary with demo data in a folder of its own.
//
// Filling the demo data takes seconds, so it is done once a run (see run.mjs) and every test file
// works on a copy: what one journey changes, no other journey sees.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** A file system in memory. */
const MEMORY = '/dev/shm';

/**
 * Where data is: in memory where there is such a place, so that the keys of waiting answers may lie beside
 * it and go along into a copy.
 */
export const PLACE = existsSync(MEMORY) ? MEMORY : tmpdir();

/** The binary: `LUOTSI_BINARY`, or the debug build of this working tree. */
export function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target');
  return process.env.LUOTSI_BINARY ?? path.join(target, 'debug', 'luotsi');
}

/** A TCP port that nobody listened on a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Waits until `/healthz` answers 200; fails when the process ends first or the time is up. */
async function ready(base, child, output, seconds) {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    if (child.pid === undefined) throw new Error(`cannot run ${child.spawnfile}`);
    if (child.exitCode !== null) {
      throw new Error(`the product ended at once:\n${output.join('')}`);
    }
    const answer = await fetch(`${base}/healthz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the product was not ready in ${seconds} s:\n${output.join('')}`);
}

/**
 * Starts `luotsi demo` and waits for it, at the name `host`.
 *
 * Returns the address, the data folder, the demo logins (role, organisation, email, password, url),
 * what the process printed, and `stop()`.
 */
export async function startProduct({ data, seconds = 180, host } = {}) {
  const folder = data ?? (await freshData());
  return start('demo', folder, { isKept: Boolean(data), seconds, host });
}

/** Starts `luotsi serve` on an empty folder, which waits to be set up; there are no logins. */
export async function startEmpty({ seconds = 60, settings = {} } = {}) {
  return start('serve', await mkdtemp(path.join(PLACE, 'luotsi-e2e-')), { isKept: false, seconds, settings });
}

/** Where the keys of waiting answers are: beside data in memory; on a disk the product refuses that. */
const keysOf = (folder) => (folder.startsWith(MEMORY) ? { LUOTSI_KEYS_FOLDER: path.join(folder, 'keys') } : {});

async function start(command, folder, { isKept, seconds, host = '127.0.0.1', settings = {} }) {
  const port = await freePort();
  const base = `http://${host}:${port}`;
  const output = [];
  const child = spawn(binary(), [command, '--listen', `127.0.0.1:${port}`, '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LUOTSI_BASE_URL: base, ...keysOf(folder), ...settings },
  });
  child.on('error', (error) => output.push(String(error)));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => output.push(chunk.toString()));
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async ({ keep = false } = {}) => {
    child.kill('SIGTERM');
    const slow = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(slow);
    if (!keep) await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(base, child, output, seconds);
    const logins = command === 'demo' ? await loginsOf(folder, base, output) : [];
    return { base, data: folder, logins, output, stop };
  } catch (error) {
    if (child.exitCode === null && child.pid !== undefined) await stop({ keep: isKept });
    else if (!isKept) await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The demo logins: the file the product writes, or the table it prints before the file exists. */
async function loginsOf(folder, base, output) {
  const file = await readFile(path.join(folder, 'demo-logins.json'), 'utf8').catch(() => null);
  return file ? JSON.parse(file) : printedLogins(output.join(''), base);
}

/** Reads the printed table: organisation, role, address, url; one password for everyone. */
export function printedLogins(text, base) {
  const password = /password: (\S+)/.exec(text)?.[1];
  return text.split('\n').flatMap((line) => {
    const found = /^ {2}(.*?)\s{2,}(\S+(?:, \S+)*)\s+(\S+@\S+)\s+(http\S+)\s*$/.exec(line);
    if (!found || !password) return [];
    const [, organisation, role, email, url] = found;
    return [{ organisation, role, email, password, url: base + new URL(url).pathname }];
  });
}

/** An empty data folder, or a copy of the one that run.mjs filled. */
async function freshData() {
  const folder = await mkdtemp(path.join(PLACE, 'luotsi-e2e-'));
  if (process.env.LUOTSI_E2E_DATA) {
    await cp(process.env.LUOTSI_E2E_DATA, folder, { recursive: true });
  }
  return folder;
}
