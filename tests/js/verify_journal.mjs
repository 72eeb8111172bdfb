// Verifies an exported journal (a JSON list of entries on stdin) by its published rule alone: each entry's hash is the
// SHA-256 of the canonical JSON of at, by, change, previous and seq; `previous` is the hash before, 64 zeros at first.
import { readFileSync } from 'node:fs'
import { digest } from './canonical.mjs'

let previous = '0'.repeat(64)
const entries = JSON.parse(readFileSync(0, 'utf8'))
entries.forEach((entry, index) => {
  const { at, by, change, seq } = entry
  const wrong =
    seq !== index + 1 ? `is numbered ${seq}`
    : entry.previous !== previous ? 'does not follow the one before'
    : entry.hash !== digest({ at, by, change, previous, seq }) ? 'is not what its hash says'
    : null
  if (wrong) {
    console.error(`entry ${index + 1} ${wrong}`)
    process.exit(1)
  }
  previous = entry.hash
})
process.stdout.write(JSON.stringify({ entries: entries.length, head: previous }))
