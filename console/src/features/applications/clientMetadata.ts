import { useMutation, useQuery } from '@tanstack/react-query'
import { CallError } from '../../api/problem.ts'
import { useSession } from '../../session/SessionProvider.tsx'

/** Settings of a client that the contract has no fields for, by their registered names (docs/oidc.md). */
export type ClientMetadata = Readonly<Record<string, unknown>>

const header = 'x-sallyport-client-metadata'
const service = '/zitadel.application.v2.ApplicationService'

interface Refused {
  readonly message?: string
  readonly details?: readonly { readonly debug?: { readonly id?: string } }[]
}

/** Reads the client metadata of an application, which come in a header of the reply. */
export function useClientMetadata(applicationId: string) {
  const { send } = useSession()
  return useQuery({
    queryKey: ['client-metadata', applicationId],
    queryFn: async ({ signal }) => {
      const reply = await post(send, 'GetApplication', { applicationId }, { signal })
      return JSON.parse(reply.headers.get(header) ?? '{}') as ClientMetadata
    },
  })
}

/** Replaces the client metadata of an application. */
export function useMetadataChange({
  applicationId,
  projectId,
}: {
  readonly applicationId: string
  readonly projectId: string
}) {
  const { send } = useSession()
  return useMutation({
    mutationFn: (metadata: ClientMetadata) =>
      post(
        send,
        'UpdateApplication',
        { applicationId, projectId },
        { headers: { [header]: inAscii(JSON.stringify(metadata)) } },
      ),
  })
}

async function post(
  send: typeof fetch,
  method: string,
  body: object,
  { headers = {}, ...init }: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> },
) {
  const reply = await send(`${service}/${method}`, {
    ...init,
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (reply.ok) return reply
  const { message = `the server replied ${reply.status}`, details } = (await reply.json()) as Refused
  throw new CallError({ message, kind: 'refused', id: details?.[0]?.debug?.id })
}

/** Headers hold ASCII only. */
function inAscii(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
