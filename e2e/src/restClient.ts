/** The reply to a REST call. */
export interface RestAnswer {
  readonly status: number
  readonly json: Record<string, unknown>
}

/** Calls a server over REST with one token. */
export type RestClient = (method: string, path: string, body?: unknown) => Promise<RestAnswer>

/** A client of one server; rejects when the connection fails, never because of a status. */
export function restClient(url: string, token: string): RestClient {
  return async (method, path, body) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }
}

/** Creates a person with a verified e-mail address and returns the id. */
export async function addPerson(client: RestClient, name: string, password?: string): Promise<string> {
  const { status, json } = await client('POST', '/v2/users/human', {
    username: name,
    profile: { givenName: name, familyName: 'Process' },
    email: { email: `${name}@process.example`, isVerified: true },
    ...(password !== undefined && { password: { password, changeRequired: false } }),
  })
  if (status > 299) throw new Error(`${name} was not created: ${status} ${JSON.stringify(json)}`)
  return String(json['userId'])
}
