// What a page in TypeScript does; only its types are looked at.
import { start, type Running } from './module/run.mjs';
import { load, type Answer, type Column } from './module/plugin.mjs';

const plugin: Running = await start('/plugins/matrix/', { timeMs: 500 });
const { factors, levels } = await plugin.describe({});
const columns: Column[] = factors.map((factor) => {
  switch (factor.kind.tag) {
    case 'ordinal': return new Uint8Array([0, factor.kind.val.length - 1]);
    case 'number': return [factor.kind.val.min, null];
    case 'estimate': return [[factor.kind.val.min, 0, factor.kind.val.max], undefined];
    case 'flag': return [true, false];
  }
});
const answer: Answer = await plugin.assess({ table: 1 }, columns);
const level = levels[answer.levels[0]]?.[0]?.text ?? plugin.manifest.id;
const models = await plugin.loss({}, columns);
const share = models[0]?.susceptibility.tag === 'share' ? models[0].susceptibility.val : undefined;
plugin.end();

// @ts-expect-error: apart, an answer is a promise
const early: Answer = plugin.assess({}, columns);
// @ts-expect-error: time is in milliseconds, as a number
await start('/plugins/matrix/', { timeMs: '500' });
const here: Answer = (await load()).assess({}, columns);
export { early, here, level, share };
