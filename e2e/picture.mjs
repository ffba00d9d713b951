// Makes the picture of the README again: `node picture.mjs [FILE]`, after `cargo build`.
//
// The demo's assessor looks at where the sources disagree, in English, on an ordinary desk.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { launch, startOf, switchLanguage, visitor } from './lib/browser.mjs';
import { startProduct } from './lib/product.mjs';
import { loginNamed } from './lib/steps.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const file = process.argv[2] ?? path.join(HERE, '../docs/pictures/workspace.png');
const SIZE = { width: 1280, height: 860 };

const [browser, product] = await Promise.all([launch(), startProduct()]);
try {
  const login = loginNamed(product, 'koordinaattori@esimerkkila');
  const context = await visitor(browser, product, { login, size: SIZE, language: 'en' });
  const page = await context.newPage();
  await page.goto(startOf(product, login));
  await switchLanguage(page, 'en');
  await page.goto(`${startOf(product, login)}/rounds`);
  const links = await page.locator('main a').evaluateAll((all) => all.map((link) => link.href));
  const round = links.map((link) => link.match(/^.*\/rounds\/[0-9a-f]{32}/)?.[0]).find(Boolean);
  const opened = await page.goto(`${round}/workspace`);
  if (opened.status() !== 200) throw new Error(`${opened.url()} answers ${opened.status()}`);
  await page.screenshot({ path: file });
  console.log(file);
} finally {
  await browser.close();
  await product.stop();
}
