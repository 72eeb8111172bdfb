// Runs a transpiled plugin over columns and prints the digest of every bit it answers with.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bits } from './page/bits.mjs';

const folder = process.argv[2];
const { load } = await import(pathToFileURL(`${folder}/plugin.mjs`));
const plugin = await load();
const columns = JSON.parse(readFileSync(`${folder}/columns.json`, 'utf8'));
console.log(createHash('sha256').update(bits(plugin.assess({}, columns))).digest('hex'));
