#!/usr/bin/env node
// A tiny product with planted faults, to know that the checks find them.
//
// Run as a program it takes the arguments of the product: `demo --listen ADDRESS:PORT --data DIR`.
import { writeFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const POLICY = "default-src 'none'; style-src 'self' 'nonce-n'; script-src 'nonce-n'; img-src 'self'";

const layout = (body, { title = 'Sivu', lang = 'fi', script = '' } = {}) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width">
<style nonce="n">a:focus, button:focus, input:focus { outline: 2px solid #000 }</style></head>
<body><a href="#main">Siirry sisältöön</a>
<form method="post" action="/language"><button name="language" value="sv">Svenska</button></form><main id="main">${body}</main>${script}</body></html>`;

const SIGN_IN = layout(
  `<h1>Kirjaudu</h1><form method="post" action="/login">
   <label>Sähköposti <input name="email" type="email"></label>
   <label>Salasana <input name="password" type="password"></label>
   <button type="submit">Kirjaudu</button></form>`,
);

/** The pages by path; each but the first three has one fault. */
export const PAGES = {
  '/kaupunki/alku': layout(
    `<h1>Alku</h1><ul>
     ${['wide', 'image', 'heading', 'message', 'script', 'policy', 'missing', 'anchor', 'stranger', 'outline']
       .map((name) => `<li><a href="/kaupunki/${name}">${name}</a></li>`)
       .join('')}
     <li><a href="/kaupunki/rounds/17">a</a></li><li><a href="/kaupunki/rounds/18">b</a></li>
     <li><a href="/kaupunki/report.pdf">pdf</a></li>
     <li><a href="/kaupunki/torn.pdf">pdf</a></li><li><a href="https://example.fi/">ulos</a></li></ul>`,
  ),
  '/kaupunki/rounds/17': layout('<h1>Kierros</h1>'),
  '/kaupunki/rounds/18': layout('<h1>Kierros</h1>'),
  '/kaupunki/wide': layout(
    '<h1>Leveä</h1><style nonce="n">.wide{width:900px}</style><p class="wide">x</p>',
  ),
  '/kaupunki/image': layout('<h1>Kuva</h1><img src="/dot.svg">'),
  '/kaupunki/heading': layout('<p>Ei otsikkoa</p>', { title: '', lang: 'xx' }),
  '/kaupunki/message': layout('<h1>⟦survey.title⟧</h1>'),
  '/kaupunki/script': layout('<h1>Skripti</h1>', { script: '<script nonce="n">rikki.nyt()</script>' }),
  '/kaupunki/policy': layout('<h1>Käytäntö</h1>', { script: '<script>1</script>' }),
  '/kaupunki/anchor': layout('<h1>Ankkuri</h1><a href="#poissa">alas</a>'),
  '/kaupunki/stranger': layout('<h1>Vieras</h1>', {
    script: '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
  }),
  '/kaupunki/outline': layout(
    '<h1>Kohdistus</h1><style nonce="n">a.none:focus{outline:none}</style><a class="none" href="/kaupunki/alku">x</a>',
  ),
};

/** Answers as the product would: sign-in, language, pages, a file, 404. */
function serve() {
  return http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const send = (status, body, headers = {}) => {
      const html = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY };
      response.writeHead(status, { ...html, ...headers }).end(body);
    };
    const signedIn = /session=1/.test(request.headers.cookie ?? '');
    if (pathname === '/login' && request.method === 'POST') {
      const headers = { 'set-cookie': 'session=1; HttpOnly; Path=/', location: '/kaupunki/alku' };
      send(303, '', headers);
    } else if (pathname === '/healthz') {
      send(200, 'ok', { 'content-type': 'text/plain' });
    } else if (pathname === '/language') {
      send(303, '', { 'set-cookie': 'language=sv; Path=/', location: '/kaupunki/alku' });
    } else if (pathname === '/favicon.ico' || pathname === '/dot.svg') {
      send(200, '<svg xmlns="http://www.w3.org/2000/svg"/>', { 'content-type': 'image/svg+xml' });
    } else if (!signedIn) send(200, SIGN_IN);
    else if (pathname.endsWith('.pdf')) send(200, pathname.includes('torn') ? '<html>' : '%PDF-1.7', { 'content-type': 'application/pdf' });
    else if (PAGES[pathname]) {
      const swedish = /language=sv/.test(request.headers.cookie ?? '');
      send(200, swedish ? PAGES[pathname].replace('lang="fi"', 'lang="sv"') : PAGES[pathname]);
    }
    else send(404, layout('<h1>Ei löydy</h1>'));
  });
}

const LOGINS = [
  {
    role: 'coordinator',
    organisation: 'Kaupunki',
    email: 'a@example.fi',
    password: 'x',
    url: 'http://127.0.0.1:1/kaupunki/alku',
  },
];

/** Starts the stand-in; it looks to the library like the product. */
export function startStandIn() {
  const server = serve();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const base = `http://127.0.0.1:${server.address().port}`;
      const stop = () =>
        new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        });
      resolve({ base, logins: LOGINS, output: [], stop });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { listen: { type: 'string' }, data: { type: 'string' } };
  const { values } = parseArgs({ options, allowPositionals: true });
  if (values.data.endsWith('broken')) throw new Error('the data folder is broken');
  const [host, port] = values.listen.split(':');
  await writeFile(path.join(values.data, 'demo-logins.json'), JSON.stringify(LOGINS));
  serve().listen(Number(port), host);
  process.once('SIGTERM', () => process.exit(0));
}
