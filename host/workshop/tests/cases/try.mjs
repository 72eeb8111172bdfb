import { load } from './plugin.mjs';
import { PluginHost } from './host.mjs';

const plugin = await load();
const columns = [[1, 1, 3, 1], [2, 2, 3, null], [null, true, true, null]];
const answer = plugin.assess({}, columns);
const host = new PluginHost();
const apart = await host.call('assess', {}, columns);
if (JSON.stringify([...apart.scores]) !== JSON.stringify([...answer.scores])) throw new Error('the worker answers otherwise');
// too short for any call: the worker is ended, and the next host works again
const hasty = new PluginHost({ limit: 0 });
const ended = await hasty.call('assess', {}, [new Uint8Array(1e6), new Uint8Array(1e6), new Array(1e6).fill(true)]).then(() => 'answered', () => 'ended');
hasty.close();
host.close();
const scored = (values) => [...values].slice(0, 3);
console.log(JSON.stringify([scored(answer.scores), scored(answer.levels), answer.problems.map((problem) => problem.row), ended]));
