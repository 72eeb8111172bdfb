// Answers requests (JSON lines on stdin) with the module named first, one answer a line. Nothing is given to the module:
// it must not ask for anything.
import { readFileSync, writeSync } from 'node:fs'

const module = new WebAssembly.Module(readFileSync(process.argv[2]))
const imports = WebAssembly.Module.imports(module)
if (imports.length > 0) {
  console.error(`the module asks its host for ${imports.map((i) => `${i.module}.${i.name}`).join(', ')}`)
  process.exit(1)
}
const { alloc, run, len, memory } = new WebAssembly.Instance(module, {}).exports

function write(bytes) {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at)
}

const requests = readFileSync(0, 'utf8').split('\n').filter((line) => line !== '')
for (const request of requests) {
  const bytes = Buffer.from(request, 'utf8')
  const at = alloc(bytes.length)
  new Uint8Array(memory.buffer, at, bytes.length).set(bytes)
  const answer = run()
  write(Buffer.from(new Uint8Array(memory.buffer, answer >>> 0, len())))
  write(Buffer.from('\n'))
}
