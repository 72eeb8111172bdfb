// Opens the page in a folder in a browser, under a strict content security policy, and prints its outcome as JSON, with
// all that the browser complained of. `node browser.mjs chromium|firefox-esr FOLDER`
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { launch } from 'puppeteer-core';

const [name, folder] = process.argv.slice(2);
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const KINDS = { '.html': 'text/html', '.mjs': 'text/javascript', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };
const BROWSERS = {
  chromium: {
    browser: 'chrome',
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
  'firefox-esr': {
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    // what is said is heard on its output too; an icon of the site would be asked for, and refused
    extraPrefsFirefox: { 'devtools.console.stdout.content': true, 'browser.chrome.site_icons': false },
  },
};

/** Whether a line on a browser's console is about a page; Firefox tells there of its own scripts and of what it mends elsewhere, too. */
const ofAPage = (line) => /^console\.|JavaScript error/.test(line)
  && !/JavaScript error: (chrome|resource):|webcompat intervention|Enabled UA override|un-needed interventions|^console\.\w+: RSLoader:/.test(line);

const say = (what) => console.error(`${name}: ${what}`);
const asked = [];
const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  asked.push(path);
  // asked for by browsers of their own accord
  if (path === '/favicon.ico') return response.writeHead(204).end();
  try {
    const body = await readFile(join(folder, path === '/' ? 'index.html' : path));
    const kind = KINDS[extname(path)] ?? KINDS['.html'];
    response.writeHead(200, { 'Content-Type': kind, 'Content-Security-Policy': POLICY }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const complaints = [];
const profile = await mkdtemp(join(tmpdir(), 'riskwright-browser-'));
say('starts');
const browser = await launch({ ...BROWSERS[name], headless: true, userDataDir: profile, protocolTimeout: 120000 });
try {
  for (const stream of [browser.process().stdout, browser.process().stderr]) {
    if (stream) createInterface(stream).on('line', (line) => { if (ofAPage(line)) complaints.push(line); });
  }
  const page = await browser.newPage();
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.on('response', (response) => { if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`); });
  await page.goto(`http://127.0.0.1:${server.address().port}/`, { waitUntil: 'load' });
  say('runs the plugins');
  const outcome = await page.evaluate(() => globalThis.outcome);
  // what is said late is heard too
  await new Promise((resolve) => setTimeout(resolve, 300));
  const heard = complaints.splice(0);
  say('proves that the policy holds and a complaint is heard');
  const refused = await page.evaluate(() => globalThis.provoke());
  await new Promise((resolve) => setTimeout(resolve, 300));
  const version = await browser.version();
  console.log(JSON.stringify({ version, ...outcome, heard, refused, provoked: complaints, asked: asked.length }));
} finally {
  await browser.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}
