// A second municipality gets its first coordinator by mail, who later forgets the password.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, visitor } from '../lib/browser.mjs';
import { axe, none, sideways } from '../lib/checks.mjs';
import { catchMail, linkIn } from '../lib/mail.mjs';
import { startEmpty } from '../lib/product.mjs';
import { PHONE, follow, open, press, says } from '../lib/steps.mjs';
import { codeOf } from '../lib/totp.mjs';

const FIRST = 'neljä hyvää pitkää sanaa';
const NEW = 'viisi uutta pitkää sanaa';

let browser;
let product;
let mail;

before(async () => {
  mail = await catchMail();
  product = await startEmpty({ settings: mail.settings });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await product?.stop();
  await mail?.stop();
});

/** A phone without scripts, at a path. */
async function phone(path) {
  const context = await visitor(browser, product, { size: PHONE, javaScript: false });
  const page = await context.newPage();
  await page.goto(new URL(path, product.base).href);
  return page;
}

/** axe and the width of the page need scripts; they look at the same address in another browser. */
async function looks(path, what, context) {
  const page = await (context ?? (await visitor(browser, product, { size: PHONE }))).newPage();
  await page.goto(new URL(path, product.base).href);
  none([...(await axe(page)), ...(await sideways(page))], what);
  await page.close();
}

test('the operator adds a second municipality, and its coordinator joins by the mailed link', async () => {
  const code = /code ([0-9a-f-]{39})/.exec(product.output.join(''))?.[1];
  const context = await visitor(browser, product, { size: PHONE });
  const page = await context.newPage();
  await page.goto(`${product.base}/setup`);
  await page.getByLabel('Käyttöönottokoodi').fill(code);
  await page.getByLabel('Nimi', { exact: false }).first().fill('Yrjö Ylläpitäjä');
  await page.getByLabel('Sähköpostiosoite').fill('yrjo@kunta.example');
  await page.getByLabel('Salasana').fill(FIRST);
  await page.locator('select[name=municipality]').selectOption('091');
  await press(page, 'Ota käyttöön');
  await press(page, 'Ota todennussovellus käyttöön');
  const secret = await page.locator('main code').first().innerText();
  await page.getByLabel('Sovelluksen näyttämä koodi').fill(codeOf(secret));
  await press(page, 'Ota käyttöön');

  await open(page, '/site');
  await follow(page, 'Lisää kunta');
  none([...(await axe(page)), ...(await sideways(page))], 'adding a municipality on a phone');
  await page.locator('select[name=municipality]').selectOption('049');
  await page.getByLabel('Ensimmäisen koordinaattorin nimi').fill('Eka Espoolainen');
  await page.getByLabel('Koordinaattorin sähköpostiosoite').fill('eka@espoo.example');
  await press(page, 'Lisää ja kutsu');
  await says(page, 'eka@espoo.example', 'Kukaan ei ole vielä liittynyt');
  none([...(await axe(page)), ...(await sideways(page))], 'organisations on a phone');

  const link = new URL(linkIn(await mail.taken('eka@espoo.example'))).pathname;
  await looks(link, 'an invitation on a phone');
  const guest = await phone(link);
  await says(guest, 'Espoo', 'Koordinaattori');
  assert.equal(await guest.getByLabel('Nimi').inputValue(), 'Eka Espoolainen');
  await guest.getByLabel('Salasana').fill(FIRST);
  await press(guest, 'Ota kutsu vastaan');
  assert.equal(new URL(guest.url()).pathname, '/espoo');
  await open(guest, link);
  await says(guest, 'Kutsu on jo käytetty');
  await open(page, '/site');
  await says(page, 'Käytössä');
});

test('a forgotten password is chosen anew by mail, on a phone without scripts', async () => {
  const page = await phone('/sign-in');
  await follow(page, 'Unohtuiko salasana?');
  await looks('/account/forgotten', 'asking for a link on a phone');
  await page.getByLabel('Sähköpostiosoite').fill('eka@espoo.example');
  await press(page, 'Lähetä linkki');
  await says(page, 'Jos osoitteella eka@espoo.example on tili');

  const link = new URL(linkIn(await mail.taken('eka@espoo.example'))).pathname;
  await looks(link, 'a new password on a phone');
  await open(page, link);
  await page.getByLabel('Uusi salasana').fill('lyhyt');
  await press(page, 'Vaihda salasana');
  await says(page, 'Salasanassa on oltava vähintään 12 merkkiä.');
  await page.getByLabel('Uusi salasana').fill(NEW);
  await press(page, 'Vaihda salasana');
  await says(page, 'Salasana vaihdettiin');
  await page.getByLabel('Sähköpostiosoite').fill('eka@espoo.example');
  await page.getByLabel('Salasana').fill(NEW);
  await press(page, 'Kirjaudu sisään');
  assert.equal(new URL(page.url()).pathname, '/espoo');

  // The new browser and the new password are told, in either order.
  const told = [await mail.taken('eka@espoo.example'), await mail.taken('eka@espoo.example')];
  assert.match(told.join('\n'), /vaihdettiin/);
  await open(page, link);
  await says(page, 'Linkki ei ole enää voimassa');
});
