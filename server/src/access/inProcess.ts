import {
  create,
  type DescMethod,
  type DescMethodUnary,
  type DescService,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf'
import type { RequestHeaders } from '../contract/dispatch.ts'
import type { HandlerLookup } from '../contract/handlers.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError, type Refusal } from '../kernel/refusal.ts'
import { isSystemMethod } from './admission.ts'
import type { Call } from './call.ts'
import { throwDelayed } from './delayRefusal.ts'
import { dryRunHeader, type Impact } from './dryRun.ts'
import { freshProofRefusal } from './freshProof.ts'
import { notImplemented, systemOnly } from './refusals.ts'
import { type MethodReply, type MethodRules, runMethod } from './runMethod.ts'

/** The methods of a service for one caller; refusals are thrown as `DomainError`. */
export type InProcessClient<S extends DescService> = {
  readonly [M in keyof S['method']]: (
    request: MessageInitShape<S['method'][M]['input']>,
  ) => Promise<MessageShape<S['method'][M]['output']>>
}

/** The contract's methods for callers that this process has authenticated, such as the login and the people on its pages. */
export interface InProcess {
  /** Returns a client whose requests are refused exactly as those of the same caller over the wire. */
  client<S extends DescService>(service: S, call: Call): InProcessClient<S>
  /** Sends one request, whose method is chosen at run time. */
  send<Method extends DescMethodUnary>(
    method: Method,
    call: Call,
    request: MessageInitShape<Method['input']>,
  ): Promise<MessageShape<Method['output']>>
  /** Runs all checks of a request, commits nothing, and returns its effects; refuses methods without dry runs. */
  dryRun<Method extends DescMethodUnary>(
    method: Method,
    call: Call,
    request: MessageInitShape<Method['input']>,
  ): Promise<Impact>
  /**
   * Returns the refusal that changes of the person's own factors, password and addresses get until they prove everything that
   * their account demands again; undefined if the present proofs are fresh.
   */
  freshProofRefusal(person: Call): Promise<Refusal | undefined>
}

/**
 * Opens the way to the contract's methods inside the process. Headers that change a method's meaning do not pass from the call, as
 * a browser could send them. The system API is refused: its callers belong to no instance. Failed guesses are delayed here,
 * and their refusals say nothing of a delay any more.
 */
export function openInProcess(
  on: MethodRules & { readonly lookup: HandlerLookup<Call>; readonly clock: Pick<Clock, 'pause'> },
): InProcess {
  const run = async (
    method: DescMethodUnary,
    call: Call,
    request: MessageInitShape<DescMethodUnary['input']>,
    headers: RequestHeaders,
  ): Promise<MethodReply> => {
    const handler = on.lookup(method)
    if (!handler) throw new DomainError(notImplemented(method))
    if (isSystemMethod(method)) throw new DomainError(systemOnly)
    const message = create(method.input, request)
    const own = { ...call, headers, responseHeaders: {}, cacheUse: undefined, preloaded: undefined }
    return runMethod(on, { method, message, handler }, own).catch((error) =>
      throwDelayed(on.clock, error, call.signal()),
    )
  }
  const send = async <Method extends DescMethodUnary>(
    method: Method,
    call: Call,
    request: MessageInitShape<Method['input']>,
  ) => {
    const { message } = await run(method, call, request, neutralHeaders(call.headers, {}))
    return message as MessageShape<Method['output']>
  }
  return {
    client: (service, call) =>
      new Proxy({} as InProcessClient<typeof service>, {
        get: (_, name) => {
          const method = typeof name === 'string' ? service.method[name] : undefined
          return method && isUnary(method)
            ? (request: MessageInitShape<DescMethodUnary['input']>) => send(method, call, request)
            : undefined
        },
      }),
    send,
    async dryRun(method, call, request) {
      const headers = neutralHeaders(call.headers, { [dryRunHeader]: 'true' })
      const { measured } = await run(method, call, request, headers)
      return measured?.impact ?? {}
    },
    freshProofRefusal: (person) => freshProofRefusal(on.freshProof, person, 'self'),
  }
}

function isUnary(method: DescMethod): method is DescMethodUnary {
  return method.methodKind === 'unary'
}

const meaningful = /^(x-sallyport-|x-zitadel-|authorization$)/

/** The headers of a request without those that carry a caller or change a method's meaning, and with these ones. */
function neutralHeaders(headers: RequestHeaders, own: Readonly<Record<string, string>>): RequestHeaders {
  const get = (name: string) => {
    const key = name.toLowerCase()
    return own[key] ?? (meaningful.test(key) ? null : headers.get(key))
  }
  return {
    get,
    has: (name) => get(name) !== null,
    keys: () => [...headers.keys(), ...Object.keys(own)].filter((name) => get(name) !== null),
  }
}
