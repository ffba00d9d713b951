// Logging in by two steps: codes of an app without scripts, a passkey, and the sessions of one's account.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, visitor } from '../lib/browser.mjs';
import { axe, none, sideways } from '../lib/checks.mjs';
import { startProduct } from '../lib/product.mjs';
import { PHONE, follow, loginNamed, open, press, says } from '../lib/steps.mjs';
import { codeOf } from '../lib/totp.mjs';

const here = {};

before(async () => {
  // Browsers allow passkeys at this name without TLS.
  here.product = await startProduct({ host: 'localhost' });
  here.browser = await launch();
});

after(async () => {
  await here.browser?.close();
  await here.product?.stop();
});

/** Somebody at a browser of their own, who has given the password. */
async function signedIn(login, options = {}) {
  const context = await visitor(here.browser, here.product, options);
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(`${here.product.base}/sign-in`);
  await page.getByLabel('Sähköpostiosoite').fill(login.email);
  await page.getByLabel('Salasana').fill(login.password);
  await press(page, 'Kirjaudu sisään');
  return page;
}

/** Fails when a page scrolls sideways, or axe finds fault with it; axe needs scripts. */
async function sound(page, what, { scripts = true } = {}) {
  none([...(scripts ? await axe(page) : []), ...(await sideways(page))], what);
}

const WITHOUT = { scripts: false };

test('codes of an app: taken into use and given on a phone without scripts', async () => {
  const login = loginNamed(here.product, 'koordinaattori@mallijoki');
  const page = await signedIn(login, { size: PHONE, javaScript: false });
  await open(page, '/account');
  await sound(page, 'the account on a phone', WITHOUT);
  await follow(page, 'Hallitse kaksivaiheista kirjautumista');
  await sound(page, 'the second step on a phone', WITHOUT);
  await press(page, 'Ota todennussovellus käyttöön');
  await sound(page, 'the picture on a phone', WITHOUT);
  const secret = await page.locator('main code').first().innerText();
  await page.getByLabel('Sovelluksen näyttämä koodi').fill('000000');
  await page.getByLabel('Salasanasi').fill(login.password);
  await press(page, 'Ota käyttöön');
  await says(page, 'Koodi ei täsmää.');
  await page.getByLabel('Sovelluksen näyttämä koodi').fill(codeOf(secret));
  await page.getByLabel('Salasanasi').fill(login.password);
  await press(page, 'Ota käyttöön');
  await sound(page, 'recovery codes on a phone', WITHOUT);
  const codes = await page.locator('main code').allInnerTexts();
  assert.equal(codes.length, 10);
  await follow(page, 'Koodit ovat tallessa, jatka');
  await says(page, 'Käytössä', '10 koodia on jäljellä.');

  // At another browser the password alone opens nothing.
  const other = await signedIn(login, { size: PHONE, javaScript: false });
  await says(other, 'Salasana oli oikein.');
  await sound(other, 'the code on a phone', WITHOUT);
  await open(other, '/mallijoki/rounds');
  assert.equal(new URL(other.url()).pathname, '/sign-in/code');
  const code = codeOf(secret, 1);
  await other.getByLabel('Koodi todennussovelluksesta').fill(code);
  await press(other, 'Jatka');
  // One comes to where one was going.
  assert.equal(new URL(other.url()).pathname, '/mallijoki/rounds');

  // The same code again, then a recovery code.
  const third = await signedIn(login, { javaScript: false });
  await third.getByLabel('Koodi todennussovelluksesta').fill(code);
  await press(third, 'Jatka');
  await says(third, 'Koodi on väärin tai jo käytetty.');
  await third.getByLabel('Koodi todennussovelluksesta').fill(codes[0].toUpperCase());
  await press(third, 'Jatka');
  assert.equal(new URL(third.url()).pathname, '/mallijoki');
  await open(third, '/mallijoki/audit');
  await says(third, 'Kirjautui sisään', 'Kirjautuminen epäonnistui', 'Chrome Linux');
});

test('a passkey is added and then opens the account', async () => {
  const login = loginNamed(here.product, 'koordinaattori@esimerkkila');
  const page = await signedIn(login);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await open(page, '/account');
  await sound(page, 'the account');
  await open(page, '/account/second-step');
  await sound(page, 'the second step');
  await follow(page, 'Lisää pääsyavain');
  await page.getByLabel('Pääsyavaimen nimi').fill('Työkone');
  await page.getByLabel('Salasanasi').fill(login.password);
  await press(page, 'Jatka');
  await sound(page, 'creating a passkey');
  await press(page, 'Luo pääsyavain');
  await says(page, 'Varakoodit');
  await follow(page, 'Koodit ovat tallessa, jatka');
  await says(page, 'Työkone');
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  assert.equal(credentials.length, 1);

  await page.locator('.menu summary').click();
  await press(page, 'Kirjaudu ulos');
  await page.getByLabel('Sähköpostiosoite').fill(login.email);
  await page.getByLabel('Salasana').fill(login.password);
  await press(page, 'Kirjaudu sisään');
  await sound(page, 'using a passkey');
  await press(page, 'Käytä pääsyavainta');
  assert.equal(new URL(page.url()).pathname, '/esimerkkila');

  // Another device without the passkey comes no further than a recovery code.
  const other = await signedIn(login, { javaScript: false });
  await says(other, 'vaatii selaimelta JavaScriptin');
  await other.getByLabel('Varakoodi').fill('0000-0000-0000-0000-0000');
  await press(other, 'Jatka');
  await says(other, 'Koodi on väärin tai jo käytetty.');
});

test('sessions are listed and ended one by one, and a changed password is told', async () => {
  const login = loginNamed(here.product, 'arvioija@');
  const page = await signedIn(login, { javaScript: false });
  const other = await signedIn(login, { javaScript: false });
  await open(page, '/account');
  await says(page, 'Chrome, Linux', 'Tämä istunto');
  const end = page.getByRole('button', { name: /^Päätä istunto/ }).first();
  await Promise.all([page.waitForNavigation(), end.click()]);
  assert.ok((await page.content()).includes('Istunto päätettiin.'));
  await open(other, '/account');
  assert.equal(new URL(other.url()).pathname, '/sign-in');

  await page.getByLabel('Nykyinen salasana').fill(login.password);
  await page.getByLabel('Uusi salasana').fill('Salasana12345');
  await press(page, 'Vaihda salasana');
  await says(page, 'Tämä salasana on niitä, joita kokeillaan ensimmäisenä.');
  await page.getByLabel('Nykyinen salasana').fill(login.password);
  await page.getByLabel('Uusi salasana').fill('neljä uutta tyyntä satamaa');
  await press(page, 'Vaihda salasana');
  assert.ok((await page.content()).includes('Salasana vaihdettiin. Muut istuntosi päätettiin.'));
  assert.equal(new URL(page.url()).pathname, '/account');
});

test('an organisation asks its members, and who has none is led to setting it up', async () => {
  const login = loginNamed(here.product, 'koordinaattori@kuvitelma');
  const page = await signedIn(login, { size: PHONE, javaScript: false });
  const slug = new URL(page.url()).pathname.split('/')[1];
  await open(page, `/${slug}/members`);
  await follow(page, 'Kaksivaiheinen kirjautuminen jäsenille');
  await sound(page, 'the rule on a phone', WITHOUT);
  await press(page, 'Vaadi kaikilta jäseniltä');
  assert.equal(new URL(page.url()).pathname, '/account/second-step');
  await says(page, 'Sinulta vaaditaan kaksivaiheinen kirjautuminen.');
  await open(page, `/${slug}/rounds`);
  assert.equal(new URL(page.url()).pathname, '/account/second-step');
  await press(page, 'Ota todennussovellus käyttöön');
  const secret = await page.locator('main code').first().innerText();
  assert.equal(await page.getByLabel('Salasanasi').count(), 0, 'it was just given');
  await page.getByLabel('Sovelluksen näyttämä koodi').fill(codeOf(secret));
  await press(page, 'Ota käyttöön');
  await follow(page, 'Koodit ovat tallessa, jatka');
  assert.equal(new URL(page.url()).pathname, `/${slug}`);
});
