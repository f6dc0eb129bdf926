import { OAuthError } from './oauthError.ts'

/** The parameters that a request may repeat (RFC 8707 §2, RFC 8693 §2.1). */
const repeatable: ReadonlySet<string> = new Set(['resource', 'audience'])

/** The parameters of a request: none is given twice unless it may be, and empty ones are left out (RFC 6749 §3.1, §3.2). */
export interface Parameters {
  get(name: string): string | undefined
  /** Returns all values of a parameter that may be repeated. */
  all(name: 'resource' | 'audience'): readonly string[]
  /** Returns the value, or throws `invalid_request` if there is none. */
  require(name: string): string
  /** Returns every parameter with its values. */
  entries(): Iterable<readonly [name: string, values: readonly string[]]>
}

/** Reads a form or query; throws `invalid_request` for a parameter that is repeated and must not be. */
export function parametersOf(form: URLSearchParams): Parameters {
  const values = new Map<string, string[]>()
  for (const [name, value] of form) {
    if (value === '') continue
    const known = values.get(name)
    if (known === undefined) values.set(name, [value])
    else if (repeatable.has(name)) known.push(value)
    else throw new OAuthError('invalid_request', `the parameter ${shown(name)} is repeated; send it once`)
  }
  const get = (name: string) => values.get(name)?.[0]
  return {
    get,
    all: (name) => values.get(name) ?? [],
    entries: () => values.entries(),
    require(name) {
      const value = get(name)
      if (value === undefined)
        throw new OAuthError('invalid_request', `the parameter ${name} is missing; send it`)
      return value
    },
  }
}

/** Splits a list of scopes (RFC 6749 §3.3), each once. */
export function scopesOf(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(' ').filter((scope) => scope !== ''))]
}

function shown(name: string): string {
  return name.slice(0, 50)
}
