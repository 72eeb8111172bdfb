// Keeps an ISMS in the browser: the document it began with, and each entry of its journal since. While one tab writes,
// others wait; what they wrote meanwhile is taken in before anything else is written.
import { answer, complete } from './database.js';

function connect() {
  const request = indexedDB.open('riskwright-isms', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('documents');
    request.result.createObjectStore('entries');
  };
  return answer(request);
}

/** What is kept under a name; `told` is called when another tab wrote. */
export class Archive {
  #name;
  #database;
  #channel;

  constructor(name, told) {
    this.#name = name;
    if (!globalThis.BroadcastChannel) return;
    this.#channel = new BroadcastChannel(`riskwright isms ${name}`);
    this.#channel.onmessage = told;
  }

  async #begin() {
    if (!this.#database) {
      const database = await connect();
      // the browser takes it away, or another version of this script needs another: it is opened anew
      database.onclose = () => { this.#database = undefined; };
      database.onversionchange = () => {
        database.close();
        this.#database = undefined;
      };
      this.#database = database;
    }
    return this.#database.transaction(['documents', 'entries'], 'readwrite');
  }

  #after(entry) {
    return IDBKeyRange.bound([this.#name, entry + 1], [this.#name, []]);
  }

  /**
   * Does something while no other tab writes. `work` is told the document that is kept, and the entries after `seen`, or all
   * where the document is another than `stamp`; it waits for nothing, and gives what is to be kept: entries, and a document
   * where they begin anew.
   */
  async during(seen, stamp, work) {
    try {
      const transaction = await this.#begin();
      const documents = transaction.objectStore('documents');
      const entries = transaction.objectStore('entries');
      const document = await answer(documents.get(this.#name));
      const later = await answer(entries.getAll(this.#after(document?.stamp === stamp ? seen : 0)));
      const { document: anew, first = 1, entries: more = [] } = work({ document, entries: later }) ?? {};
      if (anew) {
        entries.delete(this.#after(0));
        documents.put(anew, this.#name);
      }
      more.forEach((entry, at) => entries.put(entry, [this.#name, first + at]));
      await complete(transaction);
      if (anew || more.length > 0) this.#channel?.postMessage(null);
    } catch (error) {
      this.#database?.close();
      this.#database = undefined;
      throw error;
    }
  }
}
