// Where an element's files come from: beside this one, each held to the digest that the build wrote down. So the integrity
// of this script, which a page can ask for, is the integrity of all.

/** Digests by file; the build puts them in. */
const FILES = /*files*/{};

const refused = new Map();
globalThis.document?.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => refused.set(blockedURI, effectiveDirective));

/** The address of a file. Its digest is part of it, so that no cache gives an old one. */
export function address(name) {
  const url = new URL(name, import.meta.url);
  if (FILES[name]) url.search = FILES[name].slice(7, 19).replace(/[^0-9a-zA-Z]/g, '');
  return url;
}

/** Why a file can't be had, as far as a page is told. */
export function unavailable(url, error) {
  // a policy's refusal is told with the whole address or with the origin alone
  const directive = refused.get(url.href) ?? refused.get(url.origin) ?? [...refused].find(([uri]) => url.href.startsWith(uri))?.[1];
  if (directive) return new Error(`${url.href} is refused by this page's content security policy: ${directive} has to allow ${url.origin}`);
  const elsewhere = url.origin !== location.origin ? ` ${url.origin} has to send Access-Control-Allow-Origin, and this page's policy to allow it in connect-src.` : '';
  return new Error(`${url.href} can't be fetched: ${error?.message ?? error}.${elsewhere}`);
}

/** Fetches an address, and says why where that fails. */
export async function get(url, options) {
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    // the violation is told after the refusal
    await new Promise((resolve) => setTimeout(resolve));
    throw unavailable(url, error);
  }
  if (!response.ok) throw new Error(`${url.href}: ${response.status} ${response.statusText}`);
  return response;
}

const early = new Map();
const fetched = (name) => get(address(name), FILES[name] ? { integrity: FILES[name] } : {});

/** Begins to fetch a file of ours that will be asked for. */
export function soon(name) {
  const coming = fetched(name);
  // who asks for it hears of it
  coming.catch(() => {});
  early.set(name, coming);
}

/** Fetches a file of ours. */
export function file(name) {
  const coming = early.get(name) ?? fetched(name);
  early.delete(name);
  return coming;
}

/** Imports a module of ours. */
export async function module(name) {
  const url = address(name);
  if (FILES[name]) {
    // an import has no digest of its own; what is preloaded with one is what is imported
    const link = document.createElement('link');
    Object.assign(link, { rel: 'modulepreload', href: url, integrity: FILES[name], crossOrigin: 'anonymous' });
    await new Promise((resolve, reject) => {
      link.onload = resolve;
      link.onerror = () => setTimeout(() => reject(unavailable(url, 'it is not there, or not the file it should be')));
      document.head.append(link);
    });
    link.remove();
  }
  return import(url);
}
