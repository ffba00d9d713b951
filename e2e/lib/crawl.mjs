// Every page a person can reach by following links from where the product puts them.
import { createHash } from 'node:crypto';

import { DESK, PHONE, startOf, visitor } from './browser.mjs';
import { axe, keyboard, sideways, structure } from './checks.mjs';

// A crawl that finds more than this follows a calendar or something like it.
const MOST_PAGES = 400;

/** The address without what differs from one object to the next: `/:org/rounds/:id?tab`. */
export function shape(address, organisations = []) {
  const url = new URL(address);
  const parts = url.pathname.split('/').map((part) => {
    const word = decodeURIComponent(part);
    if (organisations.includes(word)) return ':org';
    const isId =
      /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{20,}$/i.test(word) ||
      /^\d+$/.test(word) ||
      (/^[A-Za-z0-9_-]{16,}$/.test(word) && /\d/.test(word));
    return isId ? ':id' : word;
  });
  const names = [...new Set(url.searchParams.keys())].sort();
  return parts.join('/') + (names.length > 0 ? `?${names.join('&')}` : '');
}

/** The organisations' names in addresses: the first part of where each login begins. */
export function organisationsOf(product) {
  const first = product.logins.map((login) => new URL(startOf(product, login)).pathname.split('/')[1]);
  return [...new Set(first.filter(Boolean))];
}

/**
 * Visits every page of one person and returns a row for each: shape, address, status, problems.
 *
 * `inspect(page, row, size)` is called on every page at every size; the default runs all checks.
 * With `javaScript: false` axe, which is a script, is left out.
 */
export async function everyPage(
  browser,
  product,
  { login, language = 'fi', javaScript = true, sizes = [PHONE, DESK], inspect = inspectAll } = {},
) {
  const context = await visitor(browser, product, { login, language, javaScript });
  const page = await context.newPage();
  const organisations = organisationsOf(product);
  const rows = new Map();
  const queue = [{ address: login ? startOf(product, login) : product.base, from: 'the start' }];
  const crawl = { page, context, product, javaScript, sizes, inspect, seen: new Set() };
  while (queue.length > 0) {
    const next = queue.shift();
    const key = shape(next.address, organisations);
    if (rows.has(key)) continue;
    if (rows.size >= MOST_PAGES) throw new Error(`more than ${MOST_PAGES} kinds of page; the last ${key}`);
    const row = { shape: key, ...next, status: 0, problems: [] };
    rows.set(key, row);
    for (const address of await visit(crawl, row)) queue.push({ address, from: key });
  }
  await context.close();
  return [...rows.values()];
}

/** Looks at one page, fills its row, and returns the addresses it links to. */
async function visit(crawl, row) {
  const { page, context, product } = crawl;
  const answer = await context.request.get(row.address);
  const type = answer.headers()['content-type'] ?? '';
  row.status = answer.status();
  row.type = type.split(';')[0];
  if (row.status !== 200) row.problems.push(`status ${row.status}, linked from ${row.from}`);
  if (!type.startsWith('text/html')) {
    if (!isWhole(row.type, await answer.body())) row.problems.push(`not a readable ${row.type}`);
    return [];
  }
  const links = new Set();
  for (const size of crawl.sizes) {
    await page.setViewportSize(size);
    await page.goto(row.address, { waitUntil: 'load' });
    const found = await crawl.inspect(page, row, size, crawl);
    row.problems.push(...found.map((problem) => `${size.width} px: ${problem}`));
    for (const link of await linksOf(page, product.base)) links.add(link);
  }
  row.problems.push(...new Set(context.troubles()));
  row.address = page.url();
  return links;
}

/** Whether a file has a body, and begins as its kind must. */
function isWhole(type, body) {
  const start = { 'application/pdf': '%PDF-', 'application/zip': 'PK' }[type] ?? '';
  const zipped = type.includes('openxmlformats') ? 'PK' : start;
  return body.length > 0 && body.subarray(0, 8).toString('latin1').startsWith(zipped);
}

/** Every check, axe only where the same content was not seen before at the same size. */
async function inspectAll(page, row, size, crawl) {
  const problems = [...(await structure(page)), ...(await sideways(page))];
  if (!crawl.javaScript) return problems;
  const content = createHash('sha256').update(`${size.width}${await page.content()}`).digest('hex');
  if (!crawl.seen.has(content)) {
    crawl.seen.add(content);
    problems.push(...(await axe(page)));
  }
  if (size === DESK) problems.push(...(await keyboard(page, 8)));
  return problems;
}

async function linksOf(page, base) {
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.href));
  return links
    .filter((link) => link.startsWith(`${base}/`))
    .map((link) => link.split('#')[0]);
}

/** The rows as a table to read in the log. */
export function table(rows) {
  const width = Math.max(...rows.map((row) => row.shape.length), 4);
  return rows
    .map((row) => {
      const verdict = row.problems.length === 0 ? 'ok' : `${row.problems.length} problems`;
      return `${String(row.status).padEnd(4)} ${row.shape.padEnd(width)}  ${row.type ?? ''}  ${verdict}`;
    })
    .join('\n');
}

/** Every problem of every row, with its page. */
export function problemsOf(rows) {
  return rows.flatMap((row) => row.problems.map((problem) => `${row.shape} (${row.address}): ${problem}`));
}
