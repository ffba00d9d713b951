// What journeys do again and again: one product and one browser a file, pressing, reading.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';

import { DESK, PHONE, launch, loginOf, switchLanguage, visitor } from './browser.mjs';
import { startProduct } from './product.mjs';

/** One browser and one product with its own data for the tests of a file. */
export function stage() {
  const here = {};
  before(async () => {
    here.product = await startProduct();
    here.browser = await launch();
  });
  after(async () => {
    await here.browser?.close();
    await here.product?.stop();
  });
  return here;
}

/** The login with this address at the front: `koordinaattori@mallijoki`. */
export function loginNamed(product, start) {
  const found = product.logins.find((login) => login.email.startsWith(start));
  if (!found) throw new Error(`no demo login ${start}`);
  return found;
}

/** A page of the person whose address begins so, at a path, in Finnish unless told. */
export async function pageOf(here, person, path, { language = 'fi', ...options } = {}) {
  const login = person ? loginNamed(here.product, person) : undefined;
  const context = await visitor(here.browser, here.product, { ...options, login });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  await page.goto(here.product.base + path);
  if (login) await switchLanguage(page, language);
  return page;
}

/** Presses a button or a link and waits for the page it leads to. */
export async function press(page, name, { role = 'button', within = page, exact = true } = {}) {
  const target = within.getByRole(role, { name, exact }).first();
  await Promise.all([page.waitForNavigation(), target.click()]);
}

/** Follows a link of the content. */
export function follow(page, name, options = {}) {
  return press(page, name, { role: 'link', within: page.locator('main'), ...options });
}

/** Chooses an answer of a named question of the product's own forms or of the survey. */
export async function choose(page, field, value) {
  await page.locator(`input[name="${field}"][value="${value}"]`).first().check();
}

/** What the content says, as people see it. */
export function said(page) {
  return page.locator('main').innerText();
}

/** Fails unless the content says all of these. */
export async function says(page, ...words) {
  const text = await said(page);
  for (const word of words) {
    assert.ok(text.includes(word), `${page.url()} does not say “${word}”:\n${text.slice(0, 1500)}`);
  }
}

/** The path of the first link of the content that fits, and what follows it. */
export async function pathOf(page, pattern) {
  const links = await page.locator('main a[href]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  const found = links.find((link) => pattern.test(link));
  if (!found) throw new Error(`${page.url()} has no link like ${pattern}: ${links.join(' ')}`);
  return found;
}

/** The path of the newest round of an organisation, as this person sees it. */
export async function roundOf(page, organisation) {
  await page.goto(new URL(`/${organisation}/rounds`, page.url()).href);
  return pathOf(page, new RegExp(`^/${organisation}/rounds/[0-9a-f-]{32,}$`));
}

/** Opens a path of the product. */
export function open(page, path) {
  return page.goto(new URL(path, page.url()).href);
}

/** Says a file's first letters after fetching it with the page's session. */
export async function fileBegins(page, path, start) {
  const answer = await page.context().request.get(new URL(path, page.url()).href);
  assert.equal(answer.status(), 200, path);
  const body = await answer.body();
  assert.equal(body.subarray(0, start.length).toString('latin1'), start, path);
  assert.ok(body.length > 1000, `${path} has only ${body.length} bytes`);
}

/** Fails when a script failed, a policy was broken or a stranger was called behind these pages. */
export function quiet(page) {
  // What the product refuses on purpose (403, 409, 422) the browser's console tells as an error too.
  const told = page.context().troubles().filter((line) => !/status of (401|403|409|422)/.test(line));
  assert.deepEqual(told, []);
}

export { DESK, PHONE, loginOf };
