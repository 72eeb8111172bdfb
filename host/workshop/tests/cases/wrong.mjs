// What a plugin answers, or why its answer is not taken, for each fault.
import { load } from './plugin.mjs';

const plugin = await load();
const outcome = (fault) => {
  try { return [...plugin.assess({ fault }, [[0, 2], [3, 3], [null, null]]).levels]; }
  catch (error) { return error.message; }
};
console.log(JSON.stringify(['', 'level', 'unbounded'].map(outcome)));
