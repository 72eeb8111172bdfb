// Builds kinney.js into a component that imports nothing.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { componentize } from '@bytecodealliance/componentize-js';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

const { component, imports } = await componentize({
  sourcePath: at('kinney.js'),
  witPath: at('../../wit/v0.1.0/plugin.wit'),
  worldName: 'methodology-plugin',
  // each of these would import WASI, and a plugin that imports anything is refused
  disableFeatures: ['random', 'stdio', 'clocks', 'http', 'fetch-event'],
});
if (imports.length > 0) {
  throw new Error(`the component imports ${imports.map(([from, name]) => `${from}#${name}`).join(', ')}`);
}
await mkdir(at('build'), { recursive: true });
await writeFile(at('build/kinney.wasm'), component);
console.log(`build/kinney.wasm: ${component.length} bytes`);
