import type { DescMethodUnary } from '@bufbuild/protobuf'
import { bodyLimit } from '../../contract/bodyLimit.ts'
import type { Admission } from '../../contract/dispatch.ts'
import type { RequestHead } from '../../contract/endpoint.ts'

/** The conditions under which a body is read. */
export interface BodyDemand {
  /** Bytes, after decompression. */
  readonly limit: number
  /** Bytes that the protocol adds to the message. */
  readonly framing?: number
  /** Authenticates the caller before more than 16 kB are read; rejects with a refusal. Without it the caller is known. */
  readonly admit?: () => Promise<void>
}

/**
 * Returns the demand of a method's request. Throws a refusal if its head alone decides that the body is not read: the method is
 * not built, or its token is missing or malformed.
 */
export function bodyDemand(admission: Admission, method: DescMethodUnary, head: RequestHead): BodyDemand {
  admission.check(method, head.headers)
  let admitted: Promise<void> | undefined
  return {
    limit: bodyLimit(method),
    admit: () => {
      admitted ??= admission.authenticate(method, head)
      return admitted
    },
  }
}
