/** Every bit of an answer in a row: scores, levels, rows with a problem. */
export function bits({ scores, levels, problems }) {
  const bad = problems.flatMap(({ rows }) => [...rows]).sort((one, other) => one - other);
  const bytes = new Uint8Array(scores.length * 8 + levels.length + bad.length * 4);
  const view = new DataView(bytes.buffer);
  scores.forEach((score, row) => view.setFloat64(row * 8, score, true));
  bytes.set(levels, scores.length * 8);
  bad.forEach((row, at) => view.setUint32(scores.length * 8 + levels.length + at * 4, row, true));
  return bytes;
}
