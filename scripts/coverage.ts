import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { secretLike } from './exampleText.ts'

/** The outcomes of each method by its full name: `ok`, or the kind of a refusal. */
export type Calls = ReadonlyMap<string, ReadonlySet<string>>

/** Faults of the server are not refusals. */
const faults = new Set(['ok', 'internal', 'unimplemented', 'unavailable'])

const noProvider = 'no identity provider can be set up'
const alwaysThere = 'every instance is created with one'

/** Methods that no request can call with success today, and why; an entry that has become wrong is a problem. */
const withoutSuccess: Readonly<Record<string, string>> = {
  'zitadel.admin.v1.AdminService/AddIDPToLoginPolicy': noProvider,
  'zitadel.admin.v1.AdminService/RemoveIDPFromLoginPolicy': noProvider,
  'zitadel.management.v1.ManagementService/AddIDPToLoginPolicy': noProvider,
  'zitadel.management.v1.ManagementService/RemoveIDPFromLoginPolicy': noProvider,
  'zitadel.management.v1.ManagementService/RemoveHumanLinkedIDP': noProvider,
  'zitadel.auth.v1.AuthService/RemoveMyLinkedIDP': noProvider,
  'zitadel.user.v2.UserService/AddIDPLink': noProvider,
  'zitadel.user.v2.UserService/RemoveIDPLink': noProvider,
  'zitadel.user.v2beta.UserService/AddIDPLink': noProvider,
  'zitadel.auth.v1.AuthService/RevokeMyRefreshToken': 'no grant issues a refresh token',
  'zitadel.admin.v1.AdminService/AddOIDCSettings': alwaysThere,
  'zitadel.admin.v1.AdminService/AddNotificationPolicy': alwaysThere,
}

/** Returns one sentence per method that no recorded call reached with success, or that none saw refused. */
export function coverageProblems(methods: readonly string[], calls: Calls): string[] {
  return methods.flatMap((name) => {
    const outcomes = calls.get(name) ?? new Set()
    const succeeds = outcomes.has('ok')
    const problems: string[] = []
    if (!succeeds && withoutSuccess[name] === undefined)
      problems.push(`${name}: no test calls it with success`)
    if (succeeds && withoutSuccess[name] !== undefined)
      problems.push(`${name}: succeeds now; remove its exception`)
    // A health check has no credential to refuse and nothing to validate.
    if (!name.endsWith('/Healthz') && [...outcomes].every((outcome) => faults.has(outcome)))
      problems.push(`${name}: no test sees it refused`)
    return problems
  })
}

/**
 * Returns one sentence per method or operation without an example of the API reference, per example of neither, and per example with a
 * text that could be a secret. Names of examples have a dot before the method.
 */
export function exampleProblems(
  methods: readonly string[],
  examples: Readonly<Record<string, unknown>>,
): string[] {
  const names = new Map(methods.map((name) => [name.replace('/', '.'), name]))
  const missing = [...names].filter(
    ([key, name]) => !Object.hasOwn(examples, key) && withoutSuccess[name] === undefined,
  )
  const entries = Object.entries(examples)
  return [
    ...missing.map(([, name]) => `${name}: has no example; run npm run examples`),
    ...entries.filter(([key]) => !names.has(key)).map(([key]) => `${key}: an example of no handler`),
    ...entries
      .filter(([, example]) => textsIn(example).some(secretLike))
      .map(([key]) => `${key}: an example with a text like a secret`),
  ]
}

/** Reads the records of the test servers of all workers in a folder. */
export function readCalls(folder: string): Calls {
  const calls = new Map<string, Set<string>>()
  for (const file of readdirSync(folder)) {
    for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) {
      const [name = '', outcome = ''] = line.split(' ')
      calls.set(name, (calls.get(name) ?? new Set()).add(outcome))
    }
  }
  return calls
}

/** Returns all texts of a call's JSON; names of members come from the contract. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
