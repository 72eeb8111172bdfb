import { load } from './plugin.mjs';
import { start } from './run.mjs';

const plugin = await load();
const columns = [[1, 1, 3, 1], [2, 2, 3, null], [null, true, true, null]];
const answer = plugin.assess({}, columns);
const apart = await start();
const again = await apart.assess({}, columns);
if (JSON.stringify([...again.scores]) !== JSON.stringify([...answer.scores])) throw new Error('the worker answers otherwise');
// too short for any call: the worker is ended, and the other goes on
const hasty = await start(import.meta.url, { timeMs: 0 });
const ended = await hasty.assess({}, [new Uint8Array(1e6), new Uint8Array(1e6), new Array(1e6).fill(true)]).then(() => 'answered', (error) => error.name);
hasty.end();
await apart.describe({});
const waiting = apart.describe({});
apart.end();
await waiting.then(() => { throw new Error('answered after its end'); }, () => {});
const scored = (values) => [...values].slice(0, 3);
console.log(JSON.stringify([scored(answer.scores), scored(answer.levels), answer.problems.flatMap((problem) => [...problem.rows]).sort((a, b) => a - b), ended]));
