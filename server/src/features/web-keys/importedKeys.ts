import { type CryptoKey, importJWK, type JWK } from 'jose'
import { LRUCache } from 'lru-cache'

/** Cached keys of a process: those that sign and those that verify, some kilobytes each. */
const size = 1_000
/** Milliseconds after which a private key is opened again, so that those of removed keys leave the memory. */
const lifetime = 15 * 60_000

/** Keys ready for use, by names that stand for one key for ever. */
export interface ImportedKeys {
  /** Returns the key of a name; `read` is called if it is not cached. */
  get(name: string, alg: string, read: () => Promise<JWK>): Promise<CryptoKey>
}

/** Opens a cache of imported keys. It only saves the import: whether a key is in force is never read from it. */
export function openImportedKeys(): ImportedKeys {
  const cache = new LRUCache<string, Promise<CryptoKey>>({ max: size, ttl: lifetime })
  return {
    get(name, alg, read) {
      const known = cache.get(name)
      if (known !== undefined) return known
      const loading = read().then((jwk) => importJWK(jwk, alg) as Promise<CryptoKey>)
      cache.set(name, loading)
      loading.catch(() => cache.delete(name))
      return loading
    },
  }
}
