// A mail server that keeps what it is given, for journeys that go on from a mail.
import net from 'node:net';

/** Starts it; `settings` are what the product is told, `taken(address)` waits for a mail to an address. */
export async function catchMail() {
  const kept = [];
  const server = net.createServer((socket) => talk(socket, kept));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    settings: { LUOTSI_SMTP_URL: `smtp://127.0.0.1:${port}`, LUOTSI_MAIL_FROM: 'luotsi@kunta.example' },
    taken: (address) => wait(kept, address),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Says as much of SMTP as a client needs to hand a mail over. */
function talk(socket, kept) {
  const say = (line) => socket.write(`${line}\r\n`);
  let mail = null;
  let rest = '';
  const take = (line) => {
    if (mail?.lines) {
      if (line !== '.') mail.lines.push(line.startsWith('.') ? line.slice(1) : line);
      else {
        kept.push({ to: mail.to, text: decoded(mail.lines) });
        mail = null;
        say('250 kept');
      }
      return;
    }
    const [verb] = line.toUpperCase().split(/[ :]/);
    if (verb === 'EHLO') say('250-luotsi\r\n250 8BITMIME');
    else if (verb === 'MAIL') {
      mail = { to: '' };
      say('250 ok');
    } else if (verb === 'RCPT') {
      mail.to = /<([^>]*)>/.exec(line)[1];
      say('250 ok');
    } else if (verb === 'DATA') {
      mail.lines = [];
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('250 ok');
  };
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop();
    lines.forEach(take);
  });
  say('220 luotsi');
}

/** The text of a mail, whichever way it was coded. */
function decoded(lines) {
  const blank = lines.indexOf('');
  const head = lines.slice(0, blank).join('\n').toLowerCase();
  const body = lines.slice(blank + 1);
  if (head.includes('base64')) return Buffer.from(body.join(''), 'base64').toString('utf8');
  if (!head.includes('quoted-printable')) return Buffer.from(body.join('\n'), 'latin1').toString('utf8');
  const plain = body.join('\n').replace(/=\n/g, '');
  const bytes = plain.replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The text of the first mail to an address that nobody has taken yet. */
async function wait(kept, address) {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const at = kept.findIndex((mail) => mail.to === address);
    if (at >= 0) return kept.splice(at, 1)[0].text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${address}; there are ${kept.map((mail) => mail.to).join(', ')}`);
}

/** The first address in a mail. */
export function linkIn(text) {
  const found = /https?:\/\/\S+/.exec(text);
  if (!found) throw new Error(`no link in: ${text}`);
  return found[0];
}
