import { create } from '@bufbuild/protobuf'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Dispatch, InboundCall, Reply } from '../contract/dispatch.ts'
import { systemClock } from '../kernel/clock.ts'
import { openLogger } from '../kernel/openLogger.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { type Listener, type ListenerOptions, startListener } from './listener.ts'

const users = UserService.method

/** A dispatch with an echo, which is slow for the id `slow`, and one method for each kind of failure. */
const respond = async ({
  method,
  message,
  headers,
  authority,
  protocol,
  signal,
}: InboundCall): Promise<Reply> => {
  const { userId } = message as typeof message & { readonly userId: string }
  switch (method) {
    case users.getUserByID: {
      if (userId === 'slow') await new Promise((resolve) => setTimeout(resolve, 200, signal))
      const username = `${headers.get('x-who')} at ${authority} over ${protocol}`
      const user = { userId, username, type: { case: 'human', value: {} } } as const
      return { message: create(users.getUserByID.output, { user }), headers: { 'x-sallyport-position': '7' } }
    }
    case users.setPassword:
      throw new DomainError(refuse('test.password', 'invalid_argument', 'wrong password', 3))
    case users.removeTOTP:
      throw new DomainError(refuse('test.not_found', 'not_found', 'no such user'))
    case users.removeOTPSMS:
      throw new DomainError(refuse('request.invalid', 'invalid_argument', 'invalid X.Y: z'))
    case users.removeOTPEmail:
      throw new Error('the secret cause')
    case SessionService.method.createSession:
      return {
        message: create(SessionService.method.createSession.output, { sessionId: '1', sessionToken: '' }),
      }
    default:
      throw new DomainError(refuse('test.unimplemented', 'unimplemented', 'not built yet'))
  }
}

/** Admits every request. */
export const echo: Dispatch = Object.assign(respond, {
  admission: { check: () => undefined, authenticate: () => Promise.resolve() },
})

/** Starts a listener on a free loopback port; `logged` collects its log lines. */
export async function testListener(
  options: Partial<ListenerOptions> = {},
): Promise<Listener & { readonly logged: string[] }> {
  const logged: string[] = []
  const logger = openLogger('info', { write: (line: string) => void logged.push(line) })
  const ready = (): Promise<void> => Promise.resolve()
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    dispatch: echo,
    logger,
    clock: systemClock,
    ready,
    ...options,
  })
  return { ...listener, logged }
}
