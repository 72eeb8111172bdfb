// Browsers of Debian, each with a profile of its own, and what they complain of.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import assert from 'node:assert/strict';
import { launch } from 'puppeteer-core';

const BROWSERS = {
  chromium: {
    browser: 'chrome',
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
  'firefox-esr': {
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    // what is said is heard on its output too; an icon of the site would be asked for, and refused; its maker's server of
    // settings is not there, of which its own loader complains at some time
    extraPrefsFirefox: { 'services.settings.server': 'data:,#remote-settings-dummy/v1', 'devtools.console.stdout.content': true, 'browser.chrome.site_icons': false, 'extensions.webcompat.perform_injections': false, 'extensions.webcompat.perform_ua_overrides': false, 'extensions.webcompat.enable_shims': false, 'security.fileuri.strict_origin_policy': true },
  },
};

/** Whether a line on a browser's console is about a page; Firefox tells there of its own scripts and of what it mends elsewhere, too. */
const ofAPage = (line) => /^console\.|JavaScript error/.test(line)
  && !/JavaScript error: (chrome|resource):|webcompat intervention|Enabled UA override|un-needed interventions|^console\.\w+: RSLoader:/.test(line);

/** A browser with a profile of its own; what it complains of is written down. */
export async function start(name, { prefs = {} } = {}) {
  const profile = await mkdtemp(join(tmpdir(), 'riskwright-web-'));
  const kind = BROWSERS[name];
  const extraPrefsFirefox = { ...kind.extraPrefsFirefox, ...prefs };
  const browser = await launch({ ...kind, extraPrefsFirefox, headless: true, userDataDir: profile, protocolTimeout: 600000 });
  const complaints = [];
  for (const stream of [browser.process().stdout, browser.process().stderr]) {
    if (stream) createInterface(stream).on('line', (line) => { if (ofAPage(line)) complaints.push(line); });
  }
  const watch = (page) => {
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? '';
      // what was still on its way when a page was left
      if (!/ERR_ABORTED|NS_BINDING_ABORTED/.test(why)) complaints.push(`failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => { if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`); });
  };
  const end = async () => {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { browser, complaints, watch, end };
}

/** Waits until the page says so. What puppeteer has for it needs eval, which the page's policy refuses. */
export async function until(page, work, ...given) {
  const end = Date.now() + 60000;
  while (!(await page.evaluate(work, ...given))) {
    assert.ok(Date.now() < end, `it did not come to it that ${work} ${given}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const axe = await readFile(join(import.meta.dirname, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Holds a page against WCAG 2.2 AA, as far as axe can. */
export async function accessible(page, title) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const results = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    const nodes = (list) => list.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.flat().join(' ')} ${node.failureSummary ?? ''}`));
    return { violations: nodes(results.violations), passes: results.passes.length };
  });
  assert.deepEqual(found.violations, [], title);
  assert.ok(found.passes > 10, title);
}
