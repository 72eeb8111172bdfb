// A company's intranet, as far as one page goes: another origin than the ISMS, with a strict policy. `node serve.mjs PORT
// INVITATION.json`; INVITATION.json has server, questionnaire and link.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const [port, invitation] = process.argv.slice(2);
const { server } = JSON.parse(await readFile(invitation, 'utf8'));
const KINDS = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.json': 'application/json' };
const FILES = { '/': 'intranet.html', '/intranet.css': 'intranet.css', '/intranet.js': 'intranet.js' };
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  `script-src 'self' ${server} 'wasm-unsafe-eval'`,
  `connect-src 'self' ${server}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const intranet = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const path = pathname === '/invitation.json' ? invitation : FILES[pathname] && join(import.meta.dirname, FILES[pathname]);
  if (pathname === '/favicon.ico') return response.writeHead(204).end();
  if (!path) return response.writeHead(404).end();
  const body = await readFile(path);
  response.writeHead(200, { 'Content-Type': KINDS[extname(path)], 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' }).end(body);
});
intranet.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${intranet.address().port}/`));
