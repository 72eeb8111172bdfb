// An ISMS at a server of ours: views are asked for, changes are sent once, and what others change is heard.

/** A change that does not get through is sent again until so much time has passed. */
const PATIENCE_MS = 90000;
const servers = new Map();

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The server at an address; elements of a page share it. */
export function serverAt(url) {
  const at = url.href.replace(/\/$/, '');
  if (!servers.has(at)) servers.set(at, new Server(at));
  return servers.get(at);
}

class Server {
  #at;
  #csrf;
  #listeners = new Set();
  #stream;
  #away;

  constructor(at) {
    this.#at = at;
  }

  /** A view, and the tag of the state it shows. */
  async ask(path) {
    const { said, response } = await this.#request(path, {});
    return { data: said, tag: response.headers.get('ETag') };
  }

  /** Makes a change that rests on a state. It is made once, however often it has to be sent. */
  async send(path, body, tag) {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': key() };
    if (tag) headers['If-Match'] = tag;
    const end = Date.now() + PATIENCE_MS;
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
      try {
        // what shows that a page of the server makes it
        this.#csrf ??= (await this.#request('/session', {})).said.csrf;
        headers['X-CSRF-Token'] = this.#csrf;
        const { said } = await this.#request(path, { method: 'POST', headers, body: JSON.stringify(body) });
        return said;
      } catch (error) {
        const passing = error.status === undefined || error.status === 503;
        if (!passing || Date.now() + wait > end) throw error;
        await pause(wait);
      }
    }
  }

  async #request(path, options) {
    let response;
    try {
      response = await fetch(`${this.#at}${path}`, options);
    } catch (error) {
      this.#tell({ away: error.message });
      throw error;
    }
    this.#tell({ away: null });
    const type = response.headers.get('Content-Type') ?? '';
    const said = type.includes('json') ? await response.json() : undefined;
    if (response.ok) return { said, response };
    throw Object.assign(new Error(said?.detail ?? `${response.status} ${response.statusText}`), { status: response.status, help: said?.help ?? '' });
  }

  #tell(told) {
    if ('away' in told) {
      if (told.away === this.#away || (told.away === null && this.#away === undefined)) return;
      this.#away = told.away ?? undefined;
    }
    for (const listener of this.#listeners) listener(told);
  }

  /** Hears of changes, and whether the server can be reached; gives what ends it. */
  listen(listener) {
    this.#listeners.add(listener);
    this.#stream ??= this.#open();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stream?.close();
      this.#stream = undefined;
    };
  }

  #open() {
    const stream = new EventSource(`${this.#at}/events`);
    let broken = false;
    stream.addEventListener('change', ({ data }) => {
      // elements of the page that share this are told of each other's changes, too
      this.#tell({ changed: JSON.parse(data).records });
    });
    stream.addEventListener('reset', () => this.#tell({ changed: [] }));
    stream.addEventListener('error', () => { broken = true; });
    stream.addEventListener('open', () => {
      // what was missed is looked at anew
      if (broken) this.#tell({ changed: [] });
      broken = false;
    });
    return stream;
  }
}
