import type { Adapter, AdapterPayload } from 'oidc-provider'

const stored = new Map<string, AdapterPayload>()
const uids = new Map<string, string>()
const grants = new Map<string, string[]>()

/** An adapter in memory. That of the package keeps 1,000 entries, so that a load of tokens would evict the sessions. */
export class MemoryAdapter implements Adapter {
  readonly #model: string

  constructor(model: string) {
    this.#model = model
  }

  #key(id: string): string {
    return `${this.#model}:${id}`
  }

  async upsert(id: string, payload: AdapterPayload): Promise<undefined> {
    const key = this.#key(id)
    stored.set(key, payload)
    if (payload.uid !== undefined && this.#model === 'Session') uids.set(payload.uid, id)
    if (payload.grantId !== undefined) {
      const known = grants.get(payload.grantId)
      if (known === undefined) grants.set(payload.grantId, [key])
      else known.push(key)
    }
    return undefined
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return stored.get(this.#key(id))
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.find(uids.get(uid) ?? '')
  }

  async findByUserCode(): Promise<undefined> {
    return undefined
  }

  async consume(id: string): Promise<undefined> {
    const payload = stored.get(this.#key(id))
    if (payload) payload['consumed'] = Math.floor(performance.timeOrigin / 1000)
    return undefined
  }

  async destroy(id: string): Promise<undefined> {
    stored.delete(this.#key(id))
    return undefined
  }

  async revokeByGrantId(grantId: string): Promise<undefined> {
    for (const key of grants.get(grantId) ?? []) stored.delete(key)
    grants.delete(grantId)
    return undefined
  }
}
