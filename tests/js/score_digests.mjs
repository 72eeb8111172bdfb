// Recomputes all digests of a matrix case (stdin) from the published formats: a second implementation to hold the
// engine's against. Where the case names no criteria or matrix, those of a new ISMS are given beside it.
import { readFileSync } from 'node:fs'
import { digest, sha256 } from './canonical.mjs'

const { given, start, scored } = JSON.parse(readFileSync(0, 'utf8'))
const { likelihood, consequence, criteria } = given.criteria ?? start.criteria
const { table, bands } = given.matrix ?? start.matrix

const methodology = sha256('riskwright.matrix/1').toString('hex')
const settings = digest([[likelihood, consequence, criteria, table], bands.map(({ name, from }) => [name, from])])

const rows = given.rows.map((levels, row) => {
  const factors = {}
  given.factors.forEach((id, at) => {
    if (levels[at] !== null && levels[at] !== undefined) factors[id] = { level: levels[at] }
  })
  const inputs = digest(factors)
  const { score, index } = scored[row]
  if (score === undefined) return { inputs }
  const number = Buffer.alloc(9)
  number.writeDoubleBE(score, 0)
  number.writeUInt8(index, 8)
  const parts = [methodology, settings, inputs].map((hex) => Buffer.from(hex, 'hex'))
  return { inputs, digest: sha256(Buffer.concat([Buffer.from('riskwright.score/1\0'), ...parts, number])).toString('hex') }
})
process.stdout.write(JSON.stringify({ methodology, settings, rows }))
