// Starts a plugin in a worker of its own and ends it at its time limit, in browsers and in node:
//
//     const plugin = await start('/plugins/fmea/', { timeMs: 500 });
//     const { scores } = await plugin.assess({}, columns);
//     plugin.end();
//
// What a plugin does wrong is a rejected promise, and nobody else notices. One whose worker was ended gets a new one with
// the next call. A page's content security policy has to allow script-src 'self' 'wasm-unsafe-eval', connect-src 'self' and
// worker-src 'self' (or where the module lies), and nothing else; where it names policies, trusted-types riskwright.

/** What the native host allows when nobody says otherwise. */
const TIME_MS = 2000;
/** Fetching and compiling: a plugin in JavaScript carries twelve megabytes. */
const LOAD_MS = 30000;
const CALLS = ['validateSettings', 'describe', 'assess', 'trace', 'loss', 'catalogue', 'questionnaire', 'evaluate'];

/** On pages that want scripts' addresses vouched for (require-trusted-types-for 'script'): these are addresses of ours. */
const trusted = globalThis.trustedTypes?.createPolicy('riskwright', { createScriptURL: (url) => url });

/** Browsers round what their clocks tell: so much later a call is ended, that it is never ended early. */
const ROUNDED_MS = 2;

const late = (message) => new DOMException(message, 'TimeoutError');

/** A worker and what it is asked, one thing at a time. Once it has ended, it stays so. */
class Apart {
  #worker;
  #waiting;
  #why;

  static async start(url) {
    const Kind = globalThis.Worker ?? (await import('node:worker_threads')).Worker;
    const apart = new Apart();
    const worker = (apart.#worker = new Kind(trusted?.createScriptURL(url) ?? url, { type: 'module' }));
    const broken = () => apart.end(new Error(`what ${url} says can't be read`));
    const failed = (event) => {
      const why = event.message ?? 'it can not be loaded; is it there, and does the page allow worker-src for it?';
      apart.end(new Error(`the worker ${url} failed: ${why}`));
    };
    if (worker.addEventListener) {
      worker.addEventListener('message', ({ data }) => apart.#hear(data));
      worker.addEventListener('error', failed);
      worker.addEventListener('messageerror', broken);
    } else {
      worker.on('message', (message) => apart.#hear(message));
      worker.on('error', failed);
      worker.on('messageerror', broken);
    }
    return apart;
  }

  /** What it answers to a message, or says of itself when it is ready. */
  ask(message, milliseconds, whatFor) {
    if (this.ended) return Promise.reject(this.#why);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(late(`${whatFor}: no answer within ${milliseconds} ms; it was ended`)), milliseconds + ROUNDED_MS);
      this.#waiting = { resolve, reject, timer };
      if (message === undefined) return;
      try {
        this.#worker.postMessage(message);
      } catch (error) {
        // what was given can't be handed over; the worker is as it was
        this.#settle().reject(error);
      }
    });
  }

  #hear(message) {
    this.#settle()?.resolve(message);
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    clearTimeout(waiting?.timer);
    return waiting;
  }

  get ended() {
    return this.#why !== undefined;
  }

  end(why) {
    this.#why ??= why;
    this.#worker.terminate();
    this.#settle()?.reject(why);
  }
}

/** A plugin that runs apart. */
class Running {
  #url;
  #timeMs;
  #loadMs;
  #apart;
  #over = false;
  #last = Promise.resolve();
  #name = 'the plugin';
  manifest;

  constructor(url, { timeMs = TIME_MS, loadMs = LOAD_MS }) {
    this.#url = url;
    this.#timeMs = timeMs;
    this.#loadMs = loadMs;
    for (const call of CALLS) this[call] = (...given) => this.#queue(() => this.#call(call, given));
  }

  /** Begins, if it has not begun or was ended at its limit. */
  async #begin() {
    if (this.#apart && !this.#apart.ended) return this.#apart;
    const apart = (this.#apart = await Apart.start(this.#url));
    if (this.#over) apart.end(new Error(`${this.#name} was ended`));
    const said = await apart.ask(undefined, this.#loadMs, `${this.#name} loads`);
    if ('error' in said) {
      const error = new Error(`${this.#name} can't be loaded: ${said.error}`);
      apart.end(error);
      throw error;
    }
    this.manifest = said.manifest;
    this.#name = `\`${said.manifest.id}\` ${said.manifest.version}`;
    return apart;
  }

  begin() {
    return this.#queue(() => this.#begin());
  }

  async #call(call, given) {
    const apart = await this.#begin();
    // a package may ask for less time, never for more
    const limit = Math.min(this.#timeMs, this.manifest.limits?.time_ms ?? Infinity);
    const said = await apart.ask({ call, given }, limit, `${this.#name}, ${call}`);
    if ('error' in said) throw new Error(`${this.#name}, ${call}: ${said.error}`);
    return said.answer;
  }

  #queue(work) {
    const answer = this.#last.then(() => {
      if (this.#over) throw new Error(`${this.#name} was ended`);
      return work();
    });
    this.#last = answer.catch(() => {});
    return answer;
  }

  end() {
    this.#over = true;
    if (this.#apart && !this.#apart.ended) this.#apart.end(new Error(`${this.#name} was ended`));
  }
}

/** Starts the plugin whose files lie in the folder `url` (relative to the page; beside this file if not said). */
export async function start(url = import.meta.url, options = {}) {
  const base = new URL(url, globalThis.location?.href ?? import.meta.url);
  const running = new Running(new URL('worker.mjs', base), options);
  await running.begin();
  return running;
}
