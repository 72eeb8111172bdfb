// Runs a transpiled plugin over columns and prints the digest of every bit it answers with.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const { load } = await import(pathToFileURL(`${folder}/plugin.mjs`));
const plugin = await load();
const columns = JSON.parse(readFileSync(`${folder}/columns.json`, 'utf8'));
const { scores, levels, problems } = plugin.assess({}, columns);

const bytes = Buffer.alloc(scores.length * 8 + levels.length + problems.length * 4);
scores.forEach((score, row) => bytes.writeDoubleLE(score, row * 8));
levels.forEach((level, row) => bytes.writeUInt8(level, scores.length * 8 + row));
problems.forEach((problem, at) => bytes.writeUInt32LE(problem.row, scores.length * 8 + levels.length + at * 4));
console.log(createHash('sha256').update(bytes).digest('hex'));
