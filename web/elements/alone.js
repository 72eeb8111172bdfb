// Where an element's files come from in a page that is one file: out of the page itself.
const written = (name) => {
  const found = document.getElementById(name);
  if (!found) throw new Error(`this file holds no ${name}`);
  return found.textContent;
};

const fileOfPage = (name) => {
  const text = written(name);
  if (!name.endsWith('.wasm')) return new Response(text);
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } });
};

const soon = () => {};
const address = (name) => new URL(name, document.baseURI);
const file = async (name) => fileOfPage(name);
const module = async (name) => {
  if (name === 'assessment.js') return assessment;
  throw new Error('a page that is one file runs no plugins: have the questionnaire in it as a document');
};

/** Addresses are those of the page's own folder, which a file on a disk may not read. */
const get = async (url) => {
  throw new Error(`${url.href}: a page that is one file fetches nothing; write the document into the element`);
};
