// Runs a plugin in a worker of its own. `host.mjs` makes it, asks it, and ends it when it takes too long.
import { load } from './plugin.mjs';

const inBrowser = typeof self !== 'undefined' && typeof self.postMessage === 'function';
const port = inBrowser ? self : (await import('node:worker_threads')).parentPort;
const asked = (handle) => (inBrowser ? port.addEventListener('message', (event) => handle(event.data)) : port.on('message', handle));
const CALLS = new Set(['validateSettings', 'describe', 'assess', 'trace', 'loss', 'catalogue', 'questionnaire', 'evaluate']);

const words = (error) => String(error?.payload ?? error?.message ?? error);
const plugin = load();
plugin.then(() => port.postMessage({ ready: true }), (error) => port.postMessage({ ready: false, error: words(error) }));

asked(async ({ id, call, given }) => {
  try {
    if (!CALLS.has(call)) throw new TypeError(`\`${call}\` is no call of a plugin`);
    port.postMessage({ id, answer: (await plugin)[call](...given) });
  } catch (error) {
    port.postMessage({ id, error: words(error) });
  }
});
