import { appendFileSync } from 'node:fs'
import path from 'node:path'
import type { Admission, Dispatch, InboundCall } from '../contract/dispatch.ts'
import { DomainError } from '../kernel/refusal.ts'
import { recordExample } from './recordExample.ts'

const recorded = new Set<string>()

/**
 * Writes each pair of method and outcome (`ok` or the kind of the refusal) once per process to a file in the folder
 * `SALLYPORT_TEST_CALLS`, for the coverage of the contract; without that setting it returns the dispatch as it is.
 */
export function recordCalls(dispatch: Dispatch): Dispatch {
  const folder = process.env['SALLYPORT_TEST_CALLS']
  if (folder === undefined) return process.env['SALLYPORT_TEST_EXAMPLES'] ? withExamples(dispatch) : dispatch
  const record = ({ method }: Pick<InboundCall, 'method'>, outcome: string) => {
    const line = `${method.parent.typeName}/${method.name} ${outcome}\n`
    if (recorded.has(line)) return
    recorded.add(line)
    appendFileSync(path.join(folder, String(process.pid)), line)
  }
  const refused = (call: Pick<InboundCall, 'method'>, error: unknown): never => {
    record(call, error instanceof DomainError ? error.refusal.kind : 'internal')
    throw error
  }
  const { admission } = dispatch
  const recording: Admission = {
    check(method, headers) {
      try {
        admission.check(method, headers)
      } catch (error) {
        refused({ method }, error)
      }
    },
    authenticate: (method, head) =>
      admission.authenticate(method, head).catch((error) => refused({ method }, error)),
  }
  return Object.assign(
    async (call: InboundCall) => {
      try {
        const reply = await dispatch(call)
        record(call, 'ok')
        return reply
      } catch (error) {
        return refused(call, error)
      }
    },
    { admission: recording },
  )
}

function withExamples(dispatch: Dispatch): Dispatch {
  const recording = async (call: InboundCall) => {
    const reply = await dispatch(call)
    recordExample(call, reply)
    return reply
  }
  return Object.assign(recording, { admission: dispatch.admission })
}
