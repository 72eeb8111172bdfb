// Calls a plugin in a worker and ends it at its time limit. What a plugin does wrong is a rejected promise; the next call
// gets a new worker.
export class PluginHost {
  #limit;
  #loading;
  #url;
  #worker;
  #queue = Promise.resolve();
  #next = 0;

  /** `limit`: milliseconds for a call; `loading`: for compiling the code; `url`: where worker.mjs lies. */
  constructor({ limit = 1000, loading = 10000, url = new URL('./worker.mjs', import.meta.url) } = {}) {
    this.#limit = limit;
    this.#loading = loading;
    this.#url = url;
  }

  /** `call('assess', settings, columns)`, and so on: the methods of plugin.mjs. One at a time. */
  call(name, ...given) {
    const answer = this.#queue.then(() => this.#ask(name, given));
    this.#queue = answer.catch(() => {});
    return answer;
  }

  /** Ends the worker. */
  close() {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #ask(call, given) {
    this.#worker ??= await this.#start();
    const id = this.#next++;
    const said = await this.#wait(this.#worker, (message) => message.id === id, this.#limit, () => this.#worker.postMessage({ id, call, given }));
    if ('error' in said) throw new Error(`${call}: ${said.error}`);
    return said.answer;
  }

  async #start() {
    const Kind = globalThis.Worker ?? (await import('node:worker_threads')).Worker;
    const worker = new Kind(this.#url, { type: 'module' });
    const said = await this.#wait(worker, (message) => 'ready' in message, this.#loading, () => {});
    if (said.ready) return worker;
    worker.terminate();
    throw new Error(`the plugin can't be loaded: ${said.error}`);
  }

  #wait(worker, fits, limit, begin) {
    return new Promise((resolve, reject) => {
      const browser = typeof worker.addEventListener === 'function';
      const [on, off] = browser ? ['addEventListener', 'removeEventListener'] : ['on', 'off'];
      const end = () => { clearTimeout(timer); worker[off]('message', heard); worker[off]('error', failed); };
      const heard = (event) => {
        const message = browser ? event.data : event;
        if (fits(message)) { end(); resolve(message); }
      };
      const failed = (event) => {
        end();
        worker.terminate();
        if (this.#worker === worker) this.#worker = undefined;
        reject(new Error(`the plugin's worker failed: ${event.message ?? event}`));
      };
      const timer = setTimeout(() => failed({ message: `no answer within ${limit} ms; it was ended` }), limit);
      worker[on]('message', heard);
      worker[on]('error', failed);
      begin();
    });
  }
}
