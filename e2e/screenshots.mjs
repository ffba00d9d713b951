// Pictures of every page for people to look at: `node screenshots.mjs OUTDIR [--roles a,b]
// [--languages fi,sv] [--pages PART] [--everyone]`.
//
// One person of each role is followed; with --everyone each login is, so that the municipalities
// whose assessments are under way are seen too.
//
// Writes OUTDIR/LANGUAGE/ROLE/WIDTH-page.png and OUTDIR/index.html.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { launch, startOf, switchLanguage, visitor } from './lib/browser.mjs';
import { everyPage } from './lib/crawl.mjs';
import { startProduct } from './lib/product.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    roles: { type: 'string' },
    languages: { type: 'string', default: 'fi,sv' },
    pages: { type: 'string', default: '' },
    everyone: { type: 'boolean', default: false },
  },
});
const out = positionals[0];
if (!out) {
  console.error('usage: node screenshots.mjs OUTDIR [--roles a,b] [--languages fi,sv] [--pages PART] [--everyone]');
  process.exit(2);
}

const fileName = (shape) => shape.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'start';

/** The folder of a person: the role, and with --everyone the name in the address too. */
const folderOf = (login) => {
  if (!login) return 'anyone';
  return values.everyone ? `${login.role}-${login.email.split('@')[1].split('.')[0]}` : login.role;
};

/** Takes the pictures of one person in one language; returns their paths below OUTDIR. */
async function pictures(browser, product, login, language, start) {
  const who = folderOf(login);
  const folder = path.join(language, who);
  await mkdir(path.join(out, folder), { recursive: true });
  if (login) {
    const context = await visitor(browser, product, { login });
    const page = await context.newPage();
    await page.goto(startOf(product, login));
    await switchLanguage(page, language);
    await context.close();
  }
  const taken = [];
  const inspect = async (page, row, size) => {
    if (!row.shape.includes(values.pages)) return [];
    const file = path.join(folder, `${size.width}-${fileName(row.shape)}.png`);
    await page.screenshot({ path: path.join(out, file), fullPage: true });
    taken.push({ file, shape: row.shape });
    return [];
  };
  await everyPage(browser, product, { login, language, inspect, start });
  console.log(`${language} ${who}: ${taken.length} pictures`);
  return taken;
}

const [browser, product] = await Promise.all([launch(), startProduct()]);
try {
  const roles = values.roles?.split(',');
  const logins = [...new Map(product.logins.map((login) => [folderOf(login), login]).reverse()).values()];
  const people = [...logins.filter((login) => !roles || roles.includes(login.role))];
  if (!roles || roles.includes('anyone')) people.push(null);
  const all = [];
  for (const language of values.languages.split(',')) {
    for (const login of people) {
      // No page links to a survey's form and to an address that leads nowhere.
      const starts = login ? [undefined] : [undefined, '/survey/kokeile', '/survey/nowhere'];
      for (const start of starts) all.push(...(await pictures(browser, product, login, language, start)));
    }
  }
  const items = all.map(({ file, shape }) => `<p>${file}<br><a href="${file}"><img src="${file}" alt="${shape}" width="400"></a></p>`);
  await writeFile(path.join(out, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Luotsi</title>${items.join('\n')}`);
} finally {
  await browser.close();
  await product.stop();
}
