import { addPerson, type RestClient } from './restClient.ts'

/** The results of writers during a fault. */
export interface WriteLoad {
  /** Turns the last known state of each person: true while e-mail codes were acknowledged as a factor. */
  readonly acknowledged: ReadonlyMap<string, boolean>
  /** Statuses of requests that were answered, with how often. */
  readonly statuses: ReadonlyMap<number, number>
  /** Resolves when at least `count` further writes have been acknowledged. */
  progress(count: number): Promise<void>
  /** Ends the writers after their current request. */
  stop(): Promise<void>
}

/**
 * Writers that each add and remove a factor of a person of their own, as fast as they can. A request that failed or
 * broke off leaves that person's state open; the writer goes on with another person.
 */
export function startWriteLoad(client: RestClient, prefix: string, writers = 8): WriteLoad {
  const acknowledged = new Map<string, boolean>()
  const statuses = new Map<number, number>()
  const waiting = new Set<{ at: number; resolve: () => void }>()
  let writes = 0
  let stopped = false

  const acknowledge = (userId: string, has: boolean) => {
    acknowledged.set(userId, has)
    writes++
    for (const one of waiting) {
      if (writes < one.at) continue
      waiting.delete(one)
      one.resolve()
    }
  }
  const attempt = async (userId: string, method: 'POST' | 'DELETE') => {
    acknowledged.delete(userId)
    const { status } = await client(
      method,
      `/v2/users/${userId}/otp_email`,
      method === 'POST' ? {} : undefined,
    )
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    if (status < 300) acknowledge(userId, method === 'POST')
    return status < 300
  }
  const oneLife = async (name: string) => {
    const userId = await addPerson(client, name)
    acknowledge(userId, false)
    for (let turn = 0; !stopped && turn < 20; turn++) {
      if (!(await attempt(userId, turn % 2 === 0 ? 'POST' : 'DELETE'))) return
    }
  }
  const write = async (writer: number) => {
    for (let life = 0; !stopped; life++) {
      // Refused or broken off; only acknowledged writes count.
      await oneLife(`${prefix}-${writer}-${life}`).catch(() => new Promise((later) => setTimeout(later, 20)))
    }
  }
  const running = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
  return {
    acknowledged,
    statuses,
    progress: (count) => new Promise((resolve) => waiting.add({ at: writes + count, resolve })),
    async stop() {
      stopped = true
      await running
    },
  }
}

/** Which of the acknowledged states the server does not hold (any more). */
export async function lostWrites(client: RestClient, { acknowledged }: WriteLoad): Promise<string[]> {
  const lost: string[] = []
  for (const [userId, has] of acknowledged) {
    const { status, json } = await client('POST', `/v2/users/${userId}/authentication_factors/_search`, {})
    const factors = (json['result'] as readonly unknown[] | undefined) ?? []
    if (status !== 200 || factors.length !== (has ? 1 : 0)) lost.push(userId)
  }
  return lost
}
