import { useQueryClient } from '@tanstack/react-query'
import type { User } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useState } from 'react'
import { type Outcome, runEach } from './runEach.ts'

type Failed = Extract<Outcome<User>, { readonly done: false }>

/** An act on several users, as far as it has come. */
export interface Bulk {
  readonly state: 'asking' | 'running' | 'done'
  readonly total: number
  /** How many users have had their turn. */
  readonly tried: number
  /** Those for whom it failed; undefined until all had their turn. */
  readonly failed: readonly Failed[] | undefined
  run(users: readonly User[]): Promise<void>
}

/** Runs an act on users one by one; the list is read again once, at the end. */
export function useBulk(act: (user: User) => Promise<unknown>): Bulk {
  const client = useQueryClient()
  const [total, setTotal] = useState(0)
  const [tried, setTried] = useState(0)
  const [failed, setFailed] = useState<readonly Failed[]>()
  return {
    state: failed ? 'done' : total > 0 ? 'running' : 'asking',
    total,
    tried,
    failed,
    async run(users) {
      setTotal(users.length)
      const outcomes = await runEach(users, act, {
        onOutcome: () => setTried((count) => count + 1),
      })
      await client.invalidateQueries()
      setFailed(outcomes.filter((outcome) => !outcome.done))
    },
  }
}
