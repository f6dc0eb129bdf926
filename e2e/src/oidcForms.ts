import type { TestServer } from '../../server/src/testing/testServer.ts'

/** The reply to a form. */
export interface FormReply {
  readonly status: number
  readonly json: Record<string, unknown>
  readonly headers: Headers
}

/** Who posts a form: HTTP Basic with these credentials, and further headers. */
export interface FormSender {
  readonly basic?: readonly [clientId: string, secret: string]
  readonly headers?: Readonly<Record<string, string>>
}

/** Posts a form to an endpoint of the protocol; a text is sent as it is. */
export async function postForm(
  server: Pick<TestServer, 'url'>,
  path: string,
  form: Readonly<Record<string, string>> | string,
  { basic, headers = {} }: FormSender = {},
): Promise<FormReply> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(basic && { authorization: basicHeader(...basic) }),
      ...headers,
    },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  })
  const text = await response.text()
  return {
    status: response.status,
    json: text.startsWith('{') ? JSON.parse(text) : { text },
    headers: response.headers,
  }
}

/** Posts a form to the token endpoint. */
export function requestToken(
  server: Pick<TestServer, 'url'>,
  form: Readonly<Record<string, string>> | string,
  sender?: FormSender,
): Promise<FormReply> {
  return postForm(server, '/oauth/v2/token', form, sender)
}

/** Returns the header of HTTP Basic, id and secret form-encoded (RFC 6749 §2.3.1). */
export function basicHeader(clientId: string, secret: string): string {
  const encoded = [clientId, secret].map((part) => encodeURIComponent(part)).join(':')
  return `Basic ${Buffer.from(encoded).toString('base64')}`
}
