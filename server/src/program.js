import { enableCompileCache } from 'node:module'
import { availableParallelism } from 'node:os'
import { freshBundle } from './bundle.js'

// The engine's pool, whose four threads would bound password checks on larger machines: a thread per processor, and two more for
// files and names. It reads the setting at its first use.
process.env['UV_THREADPOOL_SIZE'] ??= String(Math.max(4, availableParallelism() + 2))

const root = new URL('../../', import.meta.url)
// Later starts load compiled modules from this folder; if it is not writable, they compile again. This file is no TypeScript:
// the engine's compiler for it would be loaded before the folder is known, and stay in memory.
enableCompileCache(new URL('node_modules/.cache/sallyport', root).pathname)
const bundle = freshBundle(root)
if (bundle === undefined) await import('./commandLine.ts')
else await import(bundle)
