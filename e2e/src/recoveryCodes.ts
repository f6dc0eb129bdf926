import { Code, ConnectError } from '@connectrpc/connect'
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import { expect } from 'vitest'
import type { RestOptions, TestServer } from '../../server/src/testing/testServer.ts'
import { expectDescribed } from './expectDescribed.ts'

const statuses: Readonly<Record<string, Code>> = {
  400: Code.InvalidArgument,
  401: Code.Unauthenticated,
  403: Code.PermissionDenied,
  404: Code.NotFound,
}

interface Refused {
  readonly code: number
  readonly message: string
  readonly details?: readonly { readonly id?: string }[]
}

/** Calls an operation of our own REST API, whose reply must be as described; a refusal is thrown as a client of the contract would throw it. */
export async function operate(
  server: TestServer,
  method: string,
  path: string,
  options: RestOptions = {},
): Promise<Record<string, unknown>> {
  const { status, json } = await server.rest(method, `/sallyport/v1/${path}`, options)
  if (status === 200) {
    expectDescribed(server, method, `/sallyport/v1/${path}`, json)
    return json as Record<string, unknown>
  }
  const { code, message, details } = json as Refused
  expect(statuses[status], message).toBeDefined()
  throw new ConnectError(message, code, undefined, [
    { desc: ErrorDetailSchema, value: { id: details?.[0]?.id ?? '' } },
  ])
}

const ofUser = (userId: string) => `users/${userId}/recovery_codes`

/** Gives a person a new set of recovery codes and returns them. */
export async function addRecoveryCodes(server: TestServer, userId: string, options?: RestOptions) {
  return (await operate(server, 'POST', ofUser(userId), options))['codes'] as readonly string[]
}

/** Removes a person's recovery codes. */
export function removeRecoveryCodes(server: TestServer, userId: string, options?: RestOptions) {
  return operate(server, 'DELETE', ofUser(userId), options)
}

/** How many codes a person has left, and when they were made and used. */
export function countRecoveryCodes(server: TestServer, userId: string, options?: RestOptions) {
  return operate(server, 'GET', ofUser(userId), options)
}

/** Checks a recovery code on a session and returns the session's new token. */
export async function checkRecoveryCode(
  server: TestServer,
  sessionId: string,
  code: string,
  options?: RestOptions,
) {
  const path = `sessions/${sessionId}/recovery_code`
  return String((await operate(server, 'POST', path, { ...options, body: { code } }))['sessionToken'])
}
