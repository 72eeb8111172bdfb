// The rows of the problems that a plugin tells, or why its answer is not taken.
import { load } from './plugin.mjs';

const plugin = await load();
const told = () => {
  try { return plugin.assess({}, [[0, 1, 2], [0, 1, 2]]).problems.map(({ rows }) => [...rows]); }
  catch (error) { return error.message; }
};
console.log(JSON.stringify(told()));
