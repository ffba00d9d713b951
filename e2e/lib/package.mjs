// Course packages as a learning platform opens them: unpacked, served, launched.
import { createServer } from 'node:http';
import { inflateRawSync } from 'node:zlib';

/** The files of a zip by name. */
export function unzip(bytes) {
  const files = new Map();
  let at = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const count = bytes.readUInt16LE(at + 10);
  at = bytes.readUInt32LE(at + 16);
  for (let index = 0; index < count; index += 1) {
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + size);
    files.set(name, method === 0 ? packed : inflateRawSync(packed));
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', xml: 'application/xml' };

/** Serves the files, and what `answer(request, body)` gives for other paths; returns base and stop. */
export async function serve(files, answer) {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url, 'http://x').pathname.slice(1);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const file = files.get(name);
    if (file) {
      response.setHeader('content-type', TYPES[name.split('.').pop()] ?? 'application/octet-stream');
      response.end(file);
      return;
    }
    const given = answer(request, Buffer.concat(chunks).toString());
    response.setHeader('content-type', given.html ? 'text/html' : 'application/json');
    response.end(given.html ?? JSON.stringify(given.json ?? {}));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { base: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
