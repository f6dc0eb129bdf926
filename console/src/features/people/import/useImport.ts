import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { problemOf } from '../../../api/problem.ts'
import { useSender } from '../../../api/useCall.ts'
import { runEach } from '../../../kit/runEach.ts'
import { createRequest } from '../newPerson.ts'
import { texts } from '../texts.ts'
import type { Row } from './readRows.ts'

/** What became of a row: the id of the person, with a problem if only the invitation failed. */
export interface RowResult {
  readonly userId?: string
  readonly problem?: string
}

/** An import, as far as it has come. */
export interface Import {
  readonly state: 'waiting' | 'running' | 'done'
  readonly total: number
  /** By the line of the row. */
  readonly results: ReadonlyMap<number, RowResult>
  run(rows: readonly Row[], wanted: { readonly orgId: string; readonly invites: boolean }): Promise<void>
  /** Begins no further row. */
  stop(): void
  reset(): void
}

/** Creates the people of a file one by one. A row that fails stops no other one. */
export function useImport(): Import {
  const send = useSender()
  const client = useQueryClient()
  const stopping = useRef(new AbortController())
  const [state, setState] = useState<Import['state']>('waiting')
  const [total, setTotal] = useState(0)
  const [results, setResults] = useState<ReadonlyMap<number, RowResult>>(new Map())
  return {
    state,
    total,
    results,
    stop: () => stopping.current.abort(),
    reset() {
      setState('waiting')
      setResults(new Map())
    },
    async run(rows, { orgId, invites }) {
      stopping.current = new AbortController()
      setState('running')
      setTotal(rows.length)
      setResults(new Map())
      const put = (line: number, result: RowResult) =>
        setResults((before) => new Map(before).set(line, result))
      const create = async ({ line, person }: Row) => {
        const { id: userId } = await send(UserService.method.createUser, createRequest(person, orgId), {
          orgId: '',
        }).catch((error: unknown) => {
          put(line, { problem: problemOf(error).message })
          throw error
        })
        // Whoever has a password needs no invitation, and would be refused one.
        const isInvited = invites && person.password === ''
        const problem = isInvited ? await invite(userId) : undefined
        put(line, { userId, ...(problem && { problem }) })
      }
      const invite = (userId: string) =>
        send(
          UserService.method.createInviteCode,
          { userId, verification: { case: 'sendCode', value: {} } },
          { orgId: '' },
        ).then(
          () => undefined,
          (error: unknown) => texts.import.notInvited(problemOf(error).message),
        )
      await runEach(rows, create, { signal: stopping.current.signal })
      await client.invalidateQueries()
      setState('done')
    },
  }
}
