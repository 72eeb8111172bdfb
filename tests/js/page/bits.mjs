/** Every bit of an answer in a row: scores, levels, rows with a problem. */
export function bits({ scores, levels, problems }) {
  const bytes = new Uint8Array(scores.length * 8 + levels.length + problems.length * 4);
  const view = new DataView(bytes.buffer);
  scores.forEach((score, row) => view.setFloat64(row * 8, score, true));
  bytes.set(levels, scores.length * 8);
  problems.forEach((problem, at) => view.setUint32(scores.length * 8 + levels.length + at * 4, problem.row, true));
  return bytes;
}
