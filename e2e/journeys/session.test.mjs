// Signing in by keyboard, a session that ends too early, and the language that stays.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { forgetSessions, visitor } from '../lib/browser.mjs';
import { choose, loginNamed, open, pageOf, press, roundOf, says, stage } from '../lib/steps.mjs';

const here = stage();

test('one signs in and out with the keyboard alone', async () => {
  const login = loginNamed(here.product, 'koordinaattori@mallijoki');
  const page = await (await visitor(here.browser, here.product)).newPage();
  await page.goto(`${here.product.base}/mallijoki/rounds`);
  const tabTo = async (fits) => {
    for (let stops = 0; stops < 40; stops += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(fits)) return;
    }
    throw new Error(`the keyboard does not reach ${fits}`);
  };
  await tabTo(() => document.activeElement.name === 'email');
  await page.keyboard.type(login.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(login.password);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  // One comes to where one was going.
  assert.equal(new URL(page.url()).pathname, '/mallijoki/rounds');

  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');

  await page.reload();
  await tabTo(() => document.activeElement.tagName === 'SUMMARY' && document.activeElement.closest('.menu'));
  await page.keyboard.press('Enter');
  await tabTo(() => document.activeElement.closest('form')?.getAttribute('action') === '/sign-out');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await open(page, '/mallijoki/rounds');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
});

test('a wrong password is told in words, and the address stays', async () => {
  const page = await pageOf(here, null, '/sign-in', { javaScript: false });
  await page.getByLabel('Sähköpostiosoite').fill('joku@esimerkki.example');
  await page.getByLabel('Salasana').fill('ei-tämä-ainakaan');
  await press(page, 'Kirjaudu sisään');
  await says(page, 'Sähköpostiosoite tai salasana on väärin.');
  assert.equal(await page.getByLabel('Sähköpostiosoite').inputValue(), 'joku@esimerkki.example');
});

for (const javaScript of [true, false]) {
  test(`what was typed is kept when the session ends, scripts ${javaScript}`, async () => {
    const person = 'koordinaattori@mallijoki';
    const page = await pageOf(here, person, '/mallijoki', { javaScript });
    await open(page, `${await roundOf(page, 'mallijoki')}/interviews/new`);
    await page.locator('input[name=guide]').first().check();
    const name = `Keskeytynyt haastattelu ${javaScript ? 1 : 2}`;
    await page.getByLabel('Haastattelun nimi').fill(name);
    await choose(page, 'kind', 'group');
    await page.getByLabel('Haastateltavien määrä').fill('4');
    await page.context().clearCookies();
    const create = page.locator('main form').first().getByRole('button').first();
    await Promise.all([page.waitForNavigation(), create.click()]);
    await says(page, 'Istunto päättyi', 'Kirjoittamasi on tallessa');

    // A slip of the hand in between loses nothing either.
    const login = loginNamed(here.product, person);
    await page.getByLabel('Sähköpostiosoite').fill(login.email);
    await page.getByLabel('Salasana').fill('väärin-meni-kerran');
    await press(page, 'Kirjaudu sisään');
    await page.getByLabel('Sähköpostiosoite').fill(login.email);
    await page.getByLabel('Salasana').fill(login.password);
    await press(page, 'Kirjaudu sisään');
    await says(page, 'Kirjoittamasi on tallessa', 'Lähetä, mitä olit lähettämässä');
    await press(page, 'Lähetä nyt');
    await says(page, name, 'Haastattelurunko');
  });
}

test('the language one chooses stays, on every page and after signing in again', async () => {
  const person = 'palkat@esimerkkila';
  const page = await pageOf(here, person, '/esimerkkila', { language: 'sv' });
  for (const [language, word] of [['sv', 'Logga ut'], ['en', 'Sign out'], ['fi', 'Kirjaudu ulos'], ['sv', 'Logga ut']]) {
    const button = page.locator(`button[name=language][value=${language}]`).first();
    await Promise.all([page.waitForNavigation(), button.click()]);
    for (const path of ['/account', '/esimerkkila/results']) {
      await open(page, path);
      assert.equal(await page.locator('html').getAttribute('lang'), language, path);
      assert.ok((await page.content()).includes(word), `${path} has no “${word}”`);
    }
  }
  forgetSessions();
  const login = loginNamed(here.product, person);
  const context = await visitor(here.browser, here.product, { login, language: 'fi' });
  const again = await context.newPage();
  await again.goto(`${here.product.base}/esimerkkila`);
  assert.equal(await again.locator('html').getAttribute('lang'), 'sv');
});
