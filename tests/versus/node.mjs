// Measures the job's ES module in a folder: prints nanoseconds as JSON, and leaves its answer beside the columns.
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const folder = process.argv[2];
const bytes = (name) => new Uint8Array(readFileSync(`${folder}/${name}.bin`));

function median(runs, run) {
  const times = [];
  for (let at = 0; at < runs; at++) {
    const begin = performance.now();
    run();
    times.push((performance.now() - begin) * 1e6);
  }
  return times.sort((a, b) => a - b)[runs >> 1];
}

const { load } = await import(pathToFileURL(`${folder}/plugin.mjs`));
const begin = performance.now();
const plugin = await load();
const compile = (performance.now() - begin) * 1e6;

const columns = [bytes('likelihood'), new Float64Array(bytes('exposure').buffer), new Float64Array(bytes('value').buffer)];
const assess = () => plugin.assess({}, columns);
const one = columns.map((column) => column.slice(0, 1));
// the engine compiles quickly at first and well once code has run for a while
median(10, assess);
const batch = median(25, assess);
const instantiate = median(200, () => plugin.instance());
const freshRow = median(200, () => plugin.assess({}, one));
const { scores, levels } = assess();
writeFileSync(`${folder}/scores.bin`, new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength));
writeFileSync(`${folder}/levels.bin`, levels);
console.log(JSON.stringify([compile, instantiate, freshRow, batch]));
