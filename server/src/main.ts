#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Later starts take the compiled modules from here; where it cannot be written, they are compiled again.
enableCompileCache(new URL('../../node_modules/.cache/sallyport', import.meta.url).pathname)
await import('./commandLine.ts')
