// The checks themselves: each planted fault of the stand-in is found, and nothing else.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PHONE, launch, page, switchLanguage } from '../lib/browser.mjs';
import { everyPage, problemsOf, shape, table } from '../lib/crawl.mjs';
import { printedLogins, startProduct } from '../lib/product.mjs';
import { startStandIn } from './standin.mjs';

let browser;
let product;

before(async () => {
  [browser, product] = await Promise.all([launch(), startStandIn()]);
});

after(async () => {
  await browser?.close();
  await product?.stop();
});

test('an address has a shape without its ids', () => {
  const id = '0197a3c2-5b1e-7c3d-8a4f-1234567890ab';
  assert.equal(shape(`http://x/heinola/rounds/${id}/edit?tab=2&a=1`, ['heinola']), '/:org/rounds/:id/edit?a&tab');
  assert.equal(shape('http://x/guidance/backups'), '/guidance/backups');
});

test('a criterion, a guide and a document are one kind of page each', () => {
  const round = 'http://x/heinola/rounds/464bece5d17d43779ec676b8cd530e72';
  const kind = (path) => shape(`${round}/${path}`, ['heinola']).replace('/:org/rounds/:id/', '');
  assert.equal(kind('workspace/leadership/leadership-reporting'), 'workspace/:word/:word');
  assert.equal(kind('workspace/leadership'), 'workspace/:word');
  assert.equal(kind('interviews/guides/owner'), 'interviews/guides/:word');
  assert.equal(kind('documents/backup-plan'), 'documents/:word');
  assert.equal(kind('documents/new'), 'documents/new');
  assert.equal(kind('documents/backup-plan/remove'), 'documents/:word/remove');
  assert.equal(kind('results/summary.pdf'), 'results/summary.pdf');
  assert.equal(shape('http://x/handbook/heinola/sv/cards/role', ['heinola']), '/handbook/:org/sv/cards/:word');
});

test('the printed logins are read when the file is not there', () => {
  const text = '  Malli (x)   assessor, coordinator  a@b.example  http://127.0.0.1:1/malli\n\n  salasana / password: sana\n';
  assert.deepEqual(printedLogins(text, 'http://127.0.0.1:2'), [
    {
      organisation: 'Malli (x)',
      role: 'assessor, coordinator',
      email: 'a@b.example',
      password: 'sana',
      url: 'http://127.0.0.1:2/malli',
    },
  ]);
});

test('the crawler finds every planted fault and only those', async () => {
  const rows = await everyPage(browser, product, { login: product.logins[0] });
  const expected = {
    '/:org/alku': [],
    '/:org/rounds/:id': [],
    '/:org/rounds/:id (2)': [],
    '/:org/report.pdf': [],
    '/:org/torn.pdf': [/not a readable application\/pdf/],
    '/:org/wide': [/(320|390) px: scrolls sideways, 9\d\d px in (320|390): p\.wide/],
    '/:org/image': [/320 px: axe image-alt/, /1280 px: axe image-alt/],
    '/:org/heading': [/0 h1/, /no title/, /no language/, /axe document-title/, /axe html-lang-valid/],
    '/:org/message': [/a missing message: ⟦survey\.title⟧/],
    '/:org/script': [/script error: rikki is not defined/],
    '/:org/policy': [/policy: script-src|violates the following Content Security Policy/],
    '/:org/missing': [/status 404, linked from \/:org\/alku|console: .* 404/],
    '/:org/anchor': [/a link to #poissa/],
    '/:org/stranger': [/asks a stranger: http:\/\/127\.0\.0\.1:9|policy: style-src|Content Security Policy/],
    '/:org/outline': [/cannot see that the focus is at a "x"/],
  };
  assert.deepEqual(rows.map((row) => row.shape).sort(), Object.keys(expected).sort(), table(rows));
  for (const row of rows) {
    const patterns = expected[row.shape];
    const told = row.problems.join('\n');
    for (const pattern of patterns) assert.match(told, pattern, row.shape);
    for (const problem of row.problems) {
      assert.ok(patterns.some((pattern) => pattern.test(problem)), `${row.shape}: unexpected ${problem}`);
    }
  }
  assert.ok(problemsOf(rows).length > 10);
});

test('a phone without scripts is looked at too', async () => {
  const login = product.logins[0];
  const rows = await everyPage(browser, product, { login, javaScript: false, sizes: [PHONE] });
  const wide = rows.find((row) => row.shape === '/:org/wide');
  assert.match(wide.problems.join('\n'), /scrolls sideways/);
  const script = rows.find((row) => row.shape === '/:org/script');
  assert.deepEqual(script.problems, [], 'a script that does not run makes no error');
});

test('a role opens its own start page', async () => {
  const opened = await page(browser, product, 'coordinator');
  assert.equal(await opened.textContent('h1'), 'Alku');
  await opened.context().close();
});

test('an unknown role is named with those that exist', async () => {
  await assert.rejects(page(browser, product, 'mayor'), /no demo login for mayor; there are coordinator/);
});

test('a person changes the language', async () => {
  const opened = await page(browser, product, 'coordinator');
  await switchLanguage(opened, 'sv');
  assert.equal(await opened.locator('html').getAttribute('lang'), 'sv');
  await opened.context().close();
});

test('a product is started, asked, and stopped with its data', async (t) => {
  const binary = fileURLToPath(new URL('./standin.mjs', import.meta.url));
  const before = { ...process.env };
  t.after(() => Object.assign(process.env, before));
  process.env.LUOTSI_BINARY = binary;
  const started = await startProduct();
  assert.equal(started.logins[0].role, 'coordinator');
  assert.equal((await fetch(`${started.base}/healthz`)).status, 200);
  await started.stop();
  assert.ok(!existsSync(started.data));

  const folder = await mkdtemp(path.join(tmpdir(), 'luotsi-e2e-'));
  t.after(() => rm(folder, { recursive: true }));
  const broken = path.join(folder, 'broken');
  await mkdir(broken);
  await assert.rejects(startProduct({ data: broken }), /ended at once:[^]*the data folder is broken/);
  process.env.LUOTSI_BINARY = path.join(folder, 'nothing-here');
  await assert.rejects(startProduct(), /cannot run .*nothing-here/);
});
