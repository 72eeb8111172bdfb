// The elements of Riskwright: <script type="module" src="riskwright.js"></script> and one element on the page. What an
// element needs is fetched when there is one.
import { address, file, get, module, soon } from './sources.js';

/** An element whose work is done by a module of its own, which is fetched when the first one is on a page. */
function define(tag, attributes, properties, work) {
  let asked = false;
  class Riskwright extends HTMLElement {
    static observedAttributes = attributes;
    #part;
    #waiting = false;
    #set = {};

    connectedCallback() {
      // what a page set before this element was known
      for (const name of properties) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
      this.#renew();
    }

    // a framework may move it: it ends if it is not put back
    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#part?.end();
        this.#part = undefined;
      });
    }

    attributeChangedCallback(name, before, now) {
      if (before !== now) this.#renew(name);
    }

    /** Once for all that was set together. */
    #renew(name) {
      if (!this.isConnected) return;
      if (this.#part) {
        this.#part.changed(name);
        return;
      }
      if (this.#waiting) return;
      this.#waiting = true;
      queueMicrotask(async () => {
        try {
          if (!asked) soon(`${work}.wasm`);
          asked = true;
          const { Part } = await module(`${work}.js`);
          this.#waiting = false;
          if (this.isConnected) this.#part ??= new Part(this, this.#set, { address, file, get, module });
        } catch (error) {
          this.#waiting = false;
          const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
          const said = document.createElement('p');
          said.setAttribute('role', 'alert');
          said.textContent = error.message;
          root.replaceChildren(said);
          this.dispatchEvent(new CustomEvent('error', { detail: { message: error.message } }));
        }
      });
    }

    /** The answers that were told as complete could not be handed over: why. They can be sent again. */
    notSent(why) {
      this.#part?.notSent(why);
    }

    static {
      for (const name of attributes) {
        if (properties.includes(name)) continue;
        Object.defineProperty(this.prototype, name, {
          get() { return this.getAttribute(name); },
          set(value) { value === null || value === undefined ? this.removeAttribute(name) : this.setAttribute(name, value); },
        });
      }
      for (const name of properties) {
        Object.defineProperty(this.prototype, name, {
          get() { return this.#part?.read(name) ?? this.#set[name] ?? this.getAttribute(name); },
          set(value) {
            this.#set[name] = value;
            this.#part?.changed(name);
          },
        });
      }
    }
  }
  if (!customElements.get(tag)) customElements.define(tag, Riskwright);
}

define(
  'riskwright-assessment',
  ['questionnaire', 'source', 'language', 'mode', 'name', 'previous'],
  ['questionnaire', 'previous', 'respondents', 'answers', 'link'],
  'assessment',
);
for (const kind of ['workspace', 'overview', 'register', 'heatmap', 'treatment', 'soa', 'check', 'responses']) {
  define(`riskwright-${kind}`, ['source', 'language', 'mode', 'name', 'for', 'by', 'plugins'], ['source', 'filter', 'isms'], 'workspace');
}
