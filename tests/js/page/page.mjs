// What a page does with plugins: each in a worker of its own, one of them in an endless loop. `browser.mjs` asks for the
// outcome.
import { bits } from './bits.mjs';
import { start } from './run.mjs';

const violations = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => violations.push(`${effectiveDirective} ${blockedURI}`));

const json = async (url) => (await fetch(url)).json();

/** The digest of every bit that a plugin answers with. */
async function digest(name) {
  const plugin = await start(`${name}/`, { timeMs: 60000 });
  const columns = await json(`${name}/columns.json`);
  const found = await crypto.subtle.digest('SHA-256', bits(await plugin.assess({}, columns)));
  plugin.end();
  return Array.from(new Uint8Array(found), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** One that never answers is ended at its limit, while another goes on; it can be asked again. */
async function loop(beside) {
  const [bad, good] = await Promise.all([start('loop/', { timeMs: 60000 }), start(`${beside}/`)]);
  const columns = await json(`${beside}/columns.json`);
  const few = columns.map((column) => column.slice(0, 100));
  const begin = performance.now();
  let over;
  const ended = bad.assess({}, [[0, 1], [2, 3]]).then(
    () => 'answered',
    (error) => `${error.name}: ${error.message}`,
  );
  ended.finally(() => { over = performance.now() - begin; });
  let answered = 0;
  while (over === undefined) {
    await good.assess({}, few);
    answered += over === undefined ? 1 : 0;
  }
  const factors = (await bad.describe({})).factors.length;
  const waiting = good.assess({}, columns).then(() => 'answered', (error) => error.message);
  good.end();
  bad.end();
  return { ended: await ended, after: over, answered, factors, waiting: await waiting };
}

async function all() {
  const { methods } = await json('cases.json');
  const digests = {};
  for (const name of methods) digests[name] = await digest(name);
  return { digests, loop: await loop(methods[0]), violations };
}

globalThis.outcome = all();

/** Does what the policy forbids and says something, here and in a worker: to prove that both would be heard. */
globalThis.provoke = async () => {
  console.warn('said by the page');
  const worker = new Worker('noisy.mjs', { type: 'module' });
  await new Promise((resolve) => { worker.onmessage = resolve; });
  const refused = new Promise((resolve) => addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)));
  try {
    // the policy is what is tried here
    (0, eval)('1');
  } catch {
    return refused;
  }
  return 'nothing';
};
