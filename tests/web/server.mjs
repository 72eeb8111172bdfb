// Two sites on this machine: an intranet with a strict policy, and another origin that has the elements.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const KINDS = { '.html': 'text/html; charset=utf-8', '.mjs': 'text/javascript', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm', '.css': 'text/css', '.txt': 'text/plain; charset=utf-8' };

const listen = (server) => new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)));

/** Serves folders; `headers` go with each answer, `pages` are made by functions, `served` answers before all. */
export async function site({ folders, headers = {}, pages = {}, served }) {
  const state = { asked: [], headers, sent: 0 };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    const path = normalize(url.pathname);
    state.asked.push(path);
    if (await served?.handle(request, response, path)) return;
    if (path === '/favicon.ico') return response.writeHead(204).end();
    const send = (body, kind) => {
      state.sent += body.length;
      response.writeHead(200, { 'Content-Type': kind, 'Cache-Control': 'no-store', ...state.headers }).end(body);
    };
    if (pages[path]) return send(pages[path](url.searchParams), KINDS['.html']);
    for (const [prefix, folder] of Object.entries(folders)) {
      if (!path.startsWith(prefix)) continue;
      try {
        return send(await readFile(join(folder, path.slice(prefix.length))), KINDS[extname(path)] ?? 'application/octet-stream');
      } catch {
        continue;
      }
    }
    response.writeHead(404, state.headers).end();
  });
  state.origin = await listen(server);
  state.close = () => server.close();
  return state;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** A page with an element whose attributes are those of the query. */
const page = (elements) => (query) => {
  const { lang = 'en', dir = 'ltr', inside = '', count = '1', ...attributes } = Object.fromEntries(query);
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`).join('');
  const element = `<riskwright-assessment${written}>${inside}</riskwright-assessment>`;
  return `<!doctype html>
<html lang="${escaped(lang)}" dir="${escaped(dir)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Intranet</title>
<script src="/heard.js"></script>
<script type="module" crossorigin src="${elements}/riskwright.js"></script>
</head>
<body><main><h1>Intranet</h1>${element.repeat(Number(count))}</main></body>
</html>`;
};

/** A page that frames the element, whose scripts are not its own. */
const framed = (elements) => (query) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Framed</title>
<script src="/heard.js"></script>
<main><h1>Framed</h1><iframe title="Questions" width="900" height="700" src="${elements}/frame.html?${escaped(query.toString())}"></iframe></main>`;

export async function sites({ elements, folders, served }) {
  const other = await site({ folders: { '/made/': folders['/made/'], '/': elements }, headers: { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' } });
  const policy = `default-src 'none'; script-src 'self' ${other.origin} 'wasm-unsafe-eval'; connect-src 'self' ${other.origin}; worker-src 'self'; frame-src ${other.origin}; style-src 'none'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;
  const intranet = await site({ folders, headers: { 'Content-Security-Policy': policy }, served, pages: { '/page': page(other.origin), '/framed': framed(other.origin) } });
  intranet.policy = policy;
  return { other, intranet, close: () => { other.close(); intranet.close(); } };
}
