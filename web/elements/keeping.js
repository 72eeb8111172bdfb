// Keeps answers in the browser, item by item, as they are given. Each item carries a stamp that counts what was written; a
// tab writes over what it has seen, and never over what it has not. Other tabs are told at once.

import { answer, complete, words } from './database.js';

function connect() {
  const request = indexedDB.open('riskwright', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('answers');
    request.result.createObjectStore('papers');
  };
  return answer(request);
}

/** What was asked under `space`, where that was kept. */
export async function paperOf(space) {
  try {
    const database = await connect();
    const paper = await answer(database.transaction('papers').objectStore('papers').get(space));
    database.close();
    return paper;
  } catch {
    return undefined;
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** What was said is kept under `space`. `tell` has: heard, differs, forget, unkept, saved, all. */
export class Keeping {
  #space;
  #tell;
  #database;
  #paper;
  #known = new Map();
  #waiting = new Map();
  #writing = false;
  #lost = false;
  #channel;

  constructor(space, tell) {
    this.#space = space;
    this.#tell = tell;
  }

  #range() {
    return IDBKeyRange.bound([this.#space], [this.#space, []]);
  }

  async #connect() {
    const database = await connect();
    // the browser takes it away: it is opened anew when there is something to write
    database.onclose = () => this.#drop();
    database.onversionchange = () => { database.close(); this.#drop(); };
    this.#database = database;
  }

  #drop() {
    this.#database = undefined;
    this.#lost = true;
  }

  /** What there is: the paper (the questionnaire that was answered, the answers of last time) and answers by item. */
  async open() {
    if (globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(`riskwright ${this.#space}`);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
    }
    try {
      await this.#connect();
      const transaction = this.#database.transaction(['answers', 'papers']);
      const answers = transaction.objectStore('answers');
      const [paper, keys, values] = await Promise.all([
        answer(transaction.objectStore('papers').get(this.#space)),
        answer(answers.getAllKeys(this.#range())),
        answer(answers.getAll(this.#range())),
      ]);
      keys.forEach(([, item], at) => this.#known.set(item, values[at].stamp));
      this.#paper = paper;
      return { paper, said: values.map((value) => value.said).filter(Boolean) };
    } catch (error) {
      this.#drop();
      this.#tell.unkept(words(error));
      return { said: [] };
    }
  }

  /** Keeps the paper. */
  async setPaper(paper) {
    this.#paper = paper;
    if (!this.#database) return;
    try {
      const transaction = this.#database.transaction('papers', 'readwrite');
      transaction.objectStore('papers').put(paper, this.#space);
      await complete(transaction);
    } catch (error) {
      this.#tell.unkept(words(error));
    }
  }

  get paper() {
    return this.#paper;
  }

  /** Keeps what is said about an item; with `mine` whatever another tab said. */
  put(item, said, mine = false) {
    this.#waiting.set(item, { said, mine });
    this.#write();
  }

  async #write() {
    if (this.#writing) return;
    this.#writing = true;
    try {
      while (this.#waiting.size > 0) {
        if (!this.#database) {
          await this.#connect();
          if (this.#lost) this.#again();
        }
        await this.#batch();
        this.#tell.saved();
      }
    } catch (error) {
      this.#tell.unkept(words(error));
    } finally {
      this.#writing = false;
    }
  }

  /** What the browser threw away is written again. */
  #again() {
    this.#lost = false;
    for (const [item, said] of this.#tell.all()) if (!this.#waiting.has(item)) this.#waiting.set(item, { said, mine: false });
    this.setPaper(this.#paper);
  }

  async #batch() {
    const batch = this.#waiting;
    this.#waiting = new Map();
    const written = [];
    const differing = [];
    let wrong;
    try {
      const transaction = this.#database.transaction('answers', 'readwrite');
      const store = transaction.objectStore('answers');
      for (const [item, { said, mine }] of batch) {
        const request = store.get([this.#space, item]);
        request.onsuccess = () => {
          const there = request.result;
          if (there && !same(there.said, said) && there.stamp !== this.#known.get(item) && !mine) {
            differing.push([item, there]);
            return;
          }
          const stamp = Math.max(there?.stamp ?? 0, this.#known.get(item) ?? 0) + 1;
          try {
            store.put({ said, stamp }, [this.#space, item]);
          } catch (error) {
            wrong = error;
            transaction.abort();
            return;
          }
          written.push({ item, said, stamp });
        };
        request.onerror = () => { wrong = request.error; };
      }
      await complete(transaction);
    } catch (error) {
      for (const [item, value] of batch) if (!this.#waiting.has(item)) this.#waiting.set(item, value);
      this.#database?.close();
      this.#drop();
      throw wrong ?? error;
    }
    for (const message of written) {
      this.#known.set(message.item, message.stamp);
      this.#channel?.postMessage(message);
    }
    for (const [item, there] of differing) {
      this.#known.set(item, there.stamp);
      this.#tell.differs(item, there.said);
    }
  }

  #hear({ item, said, stamp, previous }) {
    if (previous !== undefined) {
      this.#known.clear();
      this.#waiting.clear();
      this.#tell.forget(previous);
      return;
    }
    // what this tab is about to write finds out by itself
    if (this.#waiting.has(item) || stamp <= (this.#known.get(item) ?? 0)) return;
    this.#known.set(item, stamp);
    this.#tell.heard(item, said);
  }

  /** Begins anew, with these answers as those of last time. */
  async renew(previous) {
    this.#known.clear();
    this.#waiting.clear();
    this.#paper = { ...this.#paper, previous };
    if (!this.#database) return;
    try {
      const transaction = this.#database.transaction(['answers', 'papers'], 'readwrite');
      transaction.objectStore('answers').delete(this.#range());
      transaction.objectStore('papers').put(this.#paper, this.#space);
      await complete(transaction);
      this.#channel?.postMessage({ previous });
    } catch (error) {
      this.#tell.unkept(words(error));
    }
  }

  end() {
    this.#channel?.close();
    this.#database?.close();
  }
}
