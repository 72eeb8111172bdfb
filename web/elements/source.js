// A questionnaire at a server of ours: what is asked, what was answered so far on any machine, and where answers go.

/** Answers are saved when nobody has typed for so long. */
const CALM_MS = 800;
/** After a failure it is tried again after so long, then twice as long, up to a minute. */
const AGAIN_MS = 2000;
const LONGEST_MS = 60000;

/** Whether trying again may help: what is wrong with a request stays wrong. */
const mayHelp = ({ status }) => !(status >= 400 && status < 500) || [408, 412, 429].includes(status);

/** `url` is the questionnaire's address below the server's API. `link` is what an invitation carries. `tell` has: saved, away, back, differs. */
export class Source {
  #url;
  #headers = { 'Content-Type': 'application/json' };
  #tell;
  /** Of what is asked; none while the server has not been reached yet. */
  #digest;
  #reaching;
  #version = 0;
  #answers;
  #timer;
  #wait = AGAIN_MS;
  #saving = false;
  #over = false;
  #online = () => this.#soon(0);

  constructor(url, link, tell) {
    this.#url = url.href.replace(/\/$/, '');
    if (link) this.#headers.Authorization = `Bearer ${link}`;
    this.#tell = tell;
    addEventListener('online', this.#online);
  }

  /** Asks the server; what it refuses is told in its own words. */
  async #ask(path, options = {}) {
    const url = new URL(`${this.#url}${path}`);
    const response = await fetch(url, { ...options, headers: { ...this.#headers, ...options.headers } }).catch((error) => {
      throw new Error(`${url.host} can't be reached: ${error.message}`);
    });
    const type = response.headers.get('Content-Type') ?? '';
    const said = response.status !== 204 && type.includes('json') ? await response.json() : undefined;
    if (response.ok) return { said, response };
    const why = [said?.detail, said?.help].filter(Boolean).join('. ') || `${response.status} ${response.statusText}`;
    throw Object.assign(new Error(why), { status: response.status, said });
  }

  /** The questionnaire's id. */
  get id() {
    return decodeURIComponent(this.#url.split('/').at(-1));
  }

  /** What is asked, and the answers that were left at the server. Where it is `away`, it is told as `back` by itself. */
  async open() {
    try {
      return await (this.#reaching = this.#open());
    } catch (error) {
      if (mayHelp(error)) {
        error.away = true;
        this.#later();
      }
      throw error;
    } finally {
      this.#reaching = undefined;
    }
  }

  async #open() {
    // there may be no draft: nothing is said then
    const [{ said: about }, { said: document }, { said: draft }] = await Promise.all(['', '/document', '/draft'].map((path) => this.#ask(path)));
    this.#digest = about.digest;
    this.#version = draft?.version ?? 0;
    // who is signed in shows with each change that a page of the server makes it
    if (!this.#headers.Authorization) {
      const session = await fetch(new URL(`${this.#url}/../../session`)).then((response) => (response.ok ? response.json() : {}), () => ({}));
      if (session.csrf) this.#headers['X-CSRF-Token'] = session.csrf;
    }
    // answers to another version are not those of this one
    return { document, answers: draft?.digest === this.#digest ? draft.answers : [] };
  }

  /** Saves answers soon. */
  save(answers) {
    this.#answers = answers;
    this.#soon(CALM_MS);
  }

  #soon(milliseconds) {
    clearTimeout(this.#timer);
    const work = this.#digest ? this.#answers && (() => this.#save()) : () => this.#reach().catch(() => {});
    if (!this.#over && work) this.#timer = setTimeout(work, milliseconds);
  }

  #later() {
    this.#soon(this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_MS);
  }

  /** Looks whether the server is back, and says so; gives whether it asks what is being answered. */
  #reach() {
    const reach = async () => {
      try {
        const opened = await this.#open();
        this.#wait = AGAIN_MS;
        return !this.#over && this.#tell.back(opened);
      } catch (error) {
        if (mayHelp(error)) this.#later();
        else this.#tell.away(error.message, false);
        throw error;
      } finally {
        this.#reaching = undefined;
      }
    };
    return (this.#reaching ??= reach());
  }

  async #save() {
    if (this.#saving) return this.#soon(CALM_MS);
    this.#saving = true;
    const answers = this.#answers;
    try {
      const seen = this.#version > 0 ? { 'If-Match': `"${this.#version}"` } : { 'If-None-Match': '*' };
      const body = JSON.stringify({ digest: this.#digest, answers });
      const { said } = await this.#ask('/draft', { method: 'PUT', headers: seen, body });
      this.#version = said.version;
      this.#wait = AGAIN_MS;
      if (this.#answers === answers) this.#answers = undefined;
      this.#tell.saved();
    } catch (error) {
      const draft = error.said?.draft;
      if (error.status === 412 && draft) {
        this.#version = draft.version;
        this.#tell.differs(draft.answers);
      }
      const again = mayHelp(error);
      if (again) this.#later();
      if (error.status !== 412) this.#tell.away(error.message, again);
    } finally {
      this.#saving = false;
    }
  }

  /** Hands the answers over, and gives what the server says of it. A repeated call hands them over once. */
  async send(answers) {
    // where it asks something else by now, a person has to look at that first
    if (!this.#digest && !(await this.#reach())) return undefined;
    clearTimeout(this.#timer);
    this.#answers = undefined;
    const body = JSON.stringify({ digest: this.#digest, answers });
    const bytes = await globalThis.crypto?.subtle?.digest('SHA-256', new TextEncoder().encode(body));
    const key = bytes ? Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('') : undefined;
    try {
      const { said } = await this.#ask('/responses', { method: 'POST', headers: key ? { 'Idempotency-Key': key } : {}, body });
      this.#tell.saved();
      return said;
    } catch (error) {
      // they are still to be left at the server
      if (mayHelp(error)) this.save(answers);
      throw error;
    }
  }

  end() {
    this.#over = true;
    clearTimeout(this.#timer);
    removeEventListener('online', this.#online);
  }
}
