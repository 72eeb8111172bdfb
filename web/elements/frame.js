// The page inside a frame: an element with the attributes of its address. What it tells, it tells the page around it too,
// if that said where it is.
import './riskwright.js';

const ATTRIBUTES = ['questionnaire', 'source', 'language', 'mode', 'name', 'previous'];
const query = new URLSearchParams(location.search);
const element = document.createElement('riskwright-assessment');
for (const name of ATTRIBUTES) if (query.has(name)) element.setAttribute(name, query.get(name));
if (query.has('language')) document.documentElement.lang = query.get('language');

const around = document.referrer ? new URL(document.referrer).origin : undefined;
const tell = (message) => {
  if (around && parent !== window) parent.postMessage({ riskwright: element.getAttribute('name') ?? '', ...message }, around);
};
for (const name of ['ready', 'change', 'progress', 'save', 'complete', 'error']) {
  element.addEventListener(name, ({ detail }) => tell({ name, detail }));
}
new ResizeObserver(() => tell({ name: 'height', detail: { height: document.documentElement.scrollHeight } })).observe(element);
const sheet = new CSSStyleSheet();
sheet.replaceSync('body { margin: 0 } main { display: block }');
document.adoptedStyleSheets = [sheet];
document.querySelector('main').append(element);
