import { createPublicKey } from 'node:crypto'
import { z } from 'zod'
import { creatorsWithoutUser } from '../kernel/creators.ts'
import { attempt, ConfigError, refuseProblems } from './configError.ts'
import { readPem } from './pemFiles.ts'

/** A configured caller of the system API, with its public key and memberships. */
export interface SystemUser {
  /** PEM of an RSA public key or an X.509 certificate. */
  readonly publicKeyPem: string
  readonly memberships: readonly {
    readonly memberType: 'System' | 'IAM' | 'Organization'
    readonly roles: readonly string[]
    readonly aggregateId?: string | undefined
  }[]
}

const systemUser = z
  .strictObject({
    keyData: z.base64().optional(),
    path: z.string().min(1).optional(),
    memberships: z
      .array(
        z.strictObject({
          memberType: z.enum(['System', 'IAM', 'Organization']),
          roles: z.array(z.string().min(1)).min(1),
          aggregateId: z.string().optional(),
        }),
      )
      .default([{ memberType: 'System', roles: ['SYSTEM_OWNER'] }]),
  })
  .refine((user) => (user.keyData === undefined) !== (user.path === undefined), 'set either keyData or path')

/** SALLYPORT_SYSTEM_API_USERS: JSON with the users by their names. */
export const systemUsersSetting = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string().min(1), systemUser))
  .default({})

/** Reads the key of each user. Throws `ConfigError`, which names all users with a wrong one. */
export function systemUsersOf(users: z.infer<typeof systemUsersSetting>): ReadonlyMap<string, SystemUser> {
  const problems: string[] = []
  const read = new Map<string, SystemUser>()
  for (const [name, user] of Object.entries(users)) {
    const known = attempt(problems, () => toSystemUser(name, user))
    if (known) read.set(name, known)
  }
  refuseProblems(problems)
  return read
}

function toSystemUser(name: string, user: z.infer<typeof systemUser>): SystemUser {
  const setting = `SALLYPORT_SYSTEM_API_USERS: ${name}`
  if (creatorsWithoutUser.includes(name)) {
    throw new ConfigError(`${setting}: the audit log names another caller so; choose another name`)
  }
  const publicKeyPem =
    user.path === undefined
      ? Buffer.from(user.keyData ?? '', 'base64').toString()
      : readPem(setting, user.path)
  try {
    createPublicKey(publicKeyPem)
  } catch {
    throw new ConfigError(`${setting}: the key must be a PEM public key or certificate`)
  }
  return { publicKeyPem, memberships: user.memberships }
}
