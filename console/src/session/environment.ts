/** The facts that the console needs before anyone logs in. */
export interface Environment {
  readonly issuer: string
  readonly clientId: string
  /** The name of the instance. */
  readonly instance: string
  readonly version: string
}

/** The address of the console, without a slash at its end. */
export const basePath = '/ui/console'

/** Reads the environment from the server of this page. */
export async function readEnvironment(): Promise<Environment> {
  const reply = await fetch(`${basePath}/environment.json`)
  if (!reply.ok) throw new Error(`the server did not say where to log in (${reply.status})`)
  return (await reply.json()) as Environment
}
