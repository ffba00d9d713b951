// Every page a person can reach by following links from where the product puts them.
import { createHash } from 'node:crypto';

import { DESK, HAND, PHONE, startOf, visitor } from './browser.mjs';
import { axe, covered, keyboard, sideways, structure } from './checks.mjs';
import { ROUTES } from './routes.mjs';

// A crawl that finds more than this follows a calendar or something like it.
const MOST_PAGES = 220;

// Parameters of few values, each of which is a page of its own: a language, a step, a kind of file.
const KINDS = [/\{lang\}$/, /\{step\}$/, /\/results\/\{file\}$/, /\/joint\/\{file\}$/, /\/training\/surveys\/\{part\}$/];

// Where one object's page differs from the next one's (a draft, an open and a closed survey).
const SAMPLES = [
  [/^\/:org\/rounds\/:id$/, 2],
  [/^\/:org\/surveys\/:id$/, 3],
  [/^\/:org\/rounds\/:id\/workspace\/:word\/:word$/, 2],
  [/^\/:org\/rounds\/:id\/interviews\/:id$/, 2],
];

/** How many pages of one shape are looked at. */
function samplesOf(key) {
  return SAMPLES.find(([pattern]) => pattern.test(key))?.[1] ?? 1;
}

/** Whether a word is an id or a number, and no name. */
function isId(word) {
  return (
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{20,}$/i.test(word) ||
    /^\d+$/.test(word) ||
    (/^[A-Za-z0-9_-]{16,}$/.test(word) && /\d/.test(word))
  );
}

/** The parts of the product's own pattern for an address; of two, the one with fewer parameters. */
function patternOf(words) {
  const isParameter = (part) => part.startsWith('{');
  const fits = (parts) => parts.length === words.length && parts.every((part, at) => isParameter(part) || part === words[at]);
  const count = (parts) => parts.filter(isParameter).length;
  return ROUTES.map((route) => route.split('/')).filter(fits).sort((a, b) => count(a) - count(b))[0] ?? words;
}

/** The address without what differs from one object to the next: `/:org/rounds/:id?tab`. */
export function shape(address, organisations = []) {
  const url = new URL(address);
  const words = url.pathname.split('/').map((part) => decodeURIComponent(part));
  const pattern = patternOf(words);
  const parts = words.map((word, at) => {
    if (organisations.includes(word)) return ':org';
    if (isId(word)) return ':id';
    const upToHere = pattern.slice(0, at + 1).join('/');
    const isObject = pattern[at].startsWith('{') && pattern[at] !== '{org}';
    return isObject && !KINDS.some((kind) => kind.test(upToHere)) ? ':word' : word;
  });
  const names = [...new Set(url.searchParams.keys())].sort();
  return parts.join('/') + (names.length > 0 ? `?${names.join('&')}` : '');
}

/**
 * The municipalities' names in addresses: the first part of where a coordinator's login begins.
 *
 * A partner's and a host's own pages are not a municipality's: they keep their names.
 */
export function organisationsOf(product) {
  const municipal = product.logins.filter((login) => login.role === 'elected');
  const chosen = municipal.length > 0 ? municipal : product.logins;
  const first = chosen.map((login) => new URL(startOf(product, login)).pathname.split('/')[1]);
  return [...new Set(first.filter(Boolean))];
}

/**
 * Visits every page of one person and returns a row for each: shape, address, status, problems.
 *
 * `inspect(page, row, size)` is called on every page at every size; the default runs all checks.
 * With `javaScript: false` axe, which is a script, is left out. `start` is where to begin instead of
 * where the login begins.
 */
export async function everyPage(
  browser,
  product,
  { login, start, language = 'fi', javaScript = true, sizes = [PHONE, HAND, DESK], inspect = inspectAll } = {},
) {
  const context = await visitor(browser, product, { login, language, javaScript });
  const page = await context.newPage();
  const organisations = organisationsOf(product);
  const rows = new Map();
  const visited = new Set();
  const first = start ? product.base + start : login ? startOf(product, login) : product.base;
  const queue = [{ address: first, from: 'the start' }];
  const crawl = { page, context, product, javaScript, sizes, inspect };
  while (queue.length > 0) {
    const next = queue.shift();
    if (visited.has(next.address)) continue;
    visited.add(next.address);
    const kind = shape(next.address, organisations);
    const sample = [...rows.values()].filter((row) => row.kind === kind).length + 1;
    if (sample > samplesOf(kind)) continue;
    const key = sample === 1 ? kind : `${kind} (${sample})`;
    if (rows.size >= MOST_PAGES) throw new Error(`more than ${MOST_PAGES} kinds of page; the last ${key}`);
    const row = { shape: key, kind, ...next, status: 0, problems: [] };
    rows.set(key, row);
    for (const address of await visit(crawl, row)) queue.push({ address, from: key });
  }
  await context.close();
  return [...rows.values()];
}

/** Looks at one page, fills its row, and returns the addresses it links to. */
async function visit(crawl, row) {
  const { page, context, product } = crawl;
  await page.setViewportSize(crawl.sizes[0]);
  // A file does not open as a page, or opens in the browser's own viewer: it is fetched instead.
  const answer = await page.goto(row.address, { waitUntil: 'load' }).catch(() => null);
  if (!answer?.headers()['content-type']?.startsWith('text/html')) return file(crawl, row);
  row.status = answer.status();
  row.type = (answer.headers()['content-type'] ?? '').split(';')[0];
  if (row.status !== 200) row.problems.push(`status ${row.status}, linked from ${row.from}`);
  const links = new Set();
  for (const size of crawl.sizes) {
    await page.setViewportSize(size);
    const found = await crawl.inspect(page, row, size, crawl);
    row.problems.push(...found.map((problem) => `${size.width} px: ${problem}`));
    for (const link of await linksOf(page, product.base)) links.add(link);
  }
  row.problems.push(...new Set(context.troubles()));
  row.address = page.url();
  return links;
}

/** Fetches what is not a page, and looks at how it begins. */
async function file({ context }, row) {
  const answer = await context.request.get(row.address);
  row.status = answer.status();
  row.type = (answer.headers()['content-type'] ?? '').split(';')[0];
  if (row.status !== 200) row.problems.push(`status ${row.status}, linked from ${row.from}`);
  if (row.type === 'text/html') row.problems.push('a page that the browser could not open');
  else if (!isWhole(row.type, await answer.body())) row.problems.push(`not a readable ${row.type}`);
  context.troubles();
  return [];
}

/** Whether a file has a body, and begins as its kind must. */
function isWhole(type, body) {
  const start = { 'application/pdf': '%PDF-', 'application/zip': 'PK' }[type] ?? '';
  const zipped = type.includes('openxmlformats') ? 'PK' : start;
  return body.length > 0 && body.subarray(0, 8).toString('latin1').startsWith(zipped);
}

// The builds of pages that axe has looked at, in this process, whoever saw them.
const judged = new Set();

/** Every check; axe only where a page built of the same elements was not seen at the same size. */
async function inspectAll(page, row, size, crawl) {
  const problems = [...(await structure(page)), ...(await sideways(page)), ...(await covered(page))];
  // Between a narrow phone and a desk axe finds nothing that is not at one of them.
  if (!crawl.javaScript || size === HAND) return problems;
  const build = createHash('sha256').update(`${size.width}${await skeleton(page)}`).digest('hex');
  if (!judged.has(build)) {
    judged.add(build);
    problems.push(...(await axe(page)));
  }
  if (size === DESK) problems.push(...(await keyboard(page, 8)));
  return problems;
}

/** What a page is built of: elements and attributes without their text; a run of equals counts once. */
function skeleton(page) {
  return page.evaluate(() => {
    const kept = ['class', 'role', 'type', 'aria-hidden', 'aria-current', 'hidden', 'disabled'];
    const tell = (element) => {
      const marks = [...element.attributes]
        .map(({ name, value }) => (kept.includes(name) ? `${name}=${value}` : name))
        .sort();
      const parts = [...element.children].map(tell);
      const inner = parts.filter((part, at) => part !== parts[at - 1]).join('');
      const text = element.children.length === 0 && element.textContent.trim() ? 't' : '';
      return `<${element.tagName} ${marks.join(' ')}>${text}${inner}`;
    };
    return tell(document.body);
  });
}

async function linksOf(page, base) {
  const links = await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => new URL(a.getAttribute('href'), document.baseURI).href));
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
