#!/usr/bin/env bash
# rate-limiter-flexible: the base class for stores of one's own is documented and typed as an export, and undefined at run time.
#
# Tried with rate-limiter-flexible 11.4.0 and TypeScript 6.0.3 on Node.js on 2026-11-30.
# The README says that a limiter with a storage of one's own must extend RateLimiterStoreAbstract, and the declarations export that
# class. A program that does so passes the compiler and ends at start with "Class extends value undefined", because index.js does not
# export it. It is in lib/RateLimiterStoreAbstract.js, which the package has no exports map to forbid; but the three methods that a store must
# implement (_upsert, _get, _getRateLimiterRes) are not declared, so a subclass is typed only by hand. All the limiters that the package itself
# brings extend it from within, so its own tests do not notice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund rate-limiter-flexible@11.4.0 typescript@6.0.3 @types/node@26 >/dev/null 2>&1

cat > own.mts <<'TS'
import { RateLimiterStoreAbstract } from 'rate-limiter-flexible'
class Own extends RateLimiterStoreAbstract {}
console.log(new Own({ points: 1, duration: 1, storeClient: {} }))
TS
npx tsc --module nodenext --target es2022 --strict --types node --noEmit own.mts
echo 'the compiler accepts it'
cat > try.mjs <<'JS'
import { createRequire } from 'node:module'
import * as named from 'rate-limiter-flexible'
const require = createRequire(import.meta.url)
console.log('import:', typeof named.RateLimiterStoreAbstract)
console.log('require:', typeof require('rate-limiter-flexible').RateLimiterStoreAbstract)
console.log('its file:', typeof require('rate-limiter-flexible/lib/RateLimiterStoreAbstract.js'))
const declared = require('node:fs').readFileSync('node_modules/rate-limiter-flexible/types.d.ts', 'utf8')
console.log('declared:', /export\s+(abstract\s+)?class RateLimiterStoreAbstract/.test(declared))
console.log('_upsert declared:', declared.includes('_upsert'))
JS
node try.mjs | tee seen
cat > expected <<'TXT'
import: undefined
require: undefined
its file: function
declared: true
_upsert declared: false
TXT
diff expected seen && echo 'as described'
