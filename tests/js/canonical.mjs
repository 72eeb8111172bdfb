// RFC 8785 and SHA-256 without a line of Riskwright: JSON.stringify writes numbers and texts as the RFC asks (ECMAScript),
// and JavaScript compares texts by their UTF-16 units, as it asks for the order of members.
import { createHash } from 'node:crypto'

export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
  }
  return JSON.stringify(value)
}

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest()
export const digest = (value) => sha256(Buffer.from(canonical(value), 'utf8')).toString('hex')
