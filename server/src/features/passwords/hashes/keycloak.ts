import { argon2 } from './argon2.ts'
import { readBase64 } from './encoding.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'
import { pbkdf2 } from './pbkdf2.ts'

/**
 * A credential of a Keycloak realm export as JSON: `{"type":"password","secretData":"{…}","credentialData":"{…}"}`, with the data as
 * texts or objects. Algorithms: argon2, pbkdf2 (SHA-1), pbkdf2-sha256, pbkdf2-sha512.
 */
export const keycloakForms: readonly HashForm[] = [
  { scheme: 'Keycloak credential', begins: /^\s*\{\s*"/, read },
]

type Fields = Readonly<Record<string, unknown>>

function read(encoded: string): PasswordHash | undefined {
  const credential = objectOf(encoded)
  if (credential?.['type'] !== undefined && credential['type'] !== 'password') return undefined
  const secret = objectOf(credential?.['secretData'])
  const data = objectOf(credential?.['credentialData'])
  const [key, salt] = [base64Of(secret?.['value']), base64Of(secret?.['salt'])]
  const iterations = countOf(data?.['hashIterations'])
  const algorithm = data?.['algorithm']
  if (!key || !salt || !iterations || typeof algorithm !== 'string') return undefined
  if (algorithm === 'argon2') return argon2Of(objectOf(data?.['additionalParameters']), iterations, salt, key)
  const digest = algorithm === 'pbkdf2' ? 'sha1' : /^pbkdf2-(sha256|sha512)$/.exec(algorithm)?.[1]
  return pbkdf2({ digest, iterations, salt, key })
}

function argon2Of(parameters: Fields | undefined, passes: number, salt: Buffer, key: Buffer) {
  const first = (name: string) => {
    const value = parameters?.[name]
    return Array.isArray(value) ? value[0] : value
  }
  const [memory, lanes] = [countOf(first('memory')), countOf(first('parallelism'))]
  const version = { '1.0': 16, '1.3': 19 }[String(first('version'))]
  if (!memory || !lanes || version === undefined) return undefined
  return argon2({ variant: String(first('type')), version, memory, passes, lanes, salt, key })
}

function objectOf(value: unknown): Fields | undefined {
  const parsed = typeof value === 'string' ? parse(value) : value
  return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function base64Of(value: unknown): Buffer | undefined {
  return typeof value === 'string' ? readBase64(value) : undefined
}

function countOf(value: unknown): number | undefined {
  const count = Number(value)
  return Number.isInteger(count) && count > 0 && count < 2 ** 32 ? count : undefined
}
