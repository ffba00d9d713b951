// An empty installation is taken into use in the browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, visitor } from '../lib/browser.mjs';
import { axe, none, sideways } from '../lib/checks.mjs';
import { startEmpty } from '../lib/product.mjs';
import { PHONE, open, press, says } from '../lib/steps.mjs';
import { codeOf } from '../lib/totp.mjs';

let browser;
let product;

before(async () => {
  product = await startEmpty();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await product?.stop();
});

test('the first administrator sets the product up with the code that was printed', async () => {
  const code = /code ([0-9a-f-]{39})/.exec(product.output.join(''))?.[1];
  assert.ok(code, `no code was printed:\n${product.output.join('')}`);
  const context = await visitor(browser, product, { size: PHONE });
  const page = await context.newPage();
  await page.goto(product.base);
  assert.equal(new URL(page.url()).pathname, '/setup');
  none([...(await axe(page)), ...(await sideways(page))], 'set-up on a phone');

  const fill = async (typed) => {
    await page.getByLabel('Käyttöönottokoodi').fill(typed);
    await page.getByLabel('Nimi', { exact: false }).first().fill('Kaisa Koordinaattori');
    await page.getByLabel('Sähköpostiosoite').fill('kaisa@kunta.example');
    await page.getByLabel('Salasana').fill('neljä hyvää pitkää sanaa');
    await page.locator('select[name=municipality]').selectOption('091');
  };
  await fill(code === '00000000' ? '11111111' : '00000000');
  await press(page, 'Ota käyttöön');
  await says(page, 'Tarkista nämä kohdat');
  assert.equal(await page.getByLabel('Sähköpostiosoite').inputValue(), 'kaisa@kunta.example');

  await fill(code);
  await press(page, 'Ota käyttöön');
  // Whoever runs the installation has a second step before anything else.
  assert.equal(new URL(page.url()).pathname, '/account/second-step');
  await open(page, '/site');
  assert.equal(new URL(page.url()).pathname, '/account/second-step');
  await press(page, 'Ota todennussovellus käyttöön');
  const secret = await page.locator('main code').first().innerText();
  await page.getByLabel('Sovelluksen näyttämä koodi').fill(codeOf(secret));
  await press(page, 'Ota käyttöön');
  const [recovery] = await page.locator('main code').allInnerTexts();
  await press(page, 'Koodit ovat tallessa, jatka', { role: 'link' });
  await says(page, 'Helsinki');

  // The door closes behind the first one.
  await context.clearCookies();
  await open(page, '/setup');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await page.getByLabel('Sähköpostiosoite').fill('kaisa@kunta.example');
  await page.getByLabel('Salasana').fill('neljä hyvää pitkää sanaa');
  await press(page, 'Kirjaudu sisään');
  await page.getByLabel('Koodi todennussovelluksesta').fill(recovery);
  await press(page, 'Jatka');
  await says(page, 'Helsinki');
});
