import { useMutation, useQuery } from '@tanstack/react-query'
import { lastReply } from '../../api/lastReply.ts'
import { callRest } from '../../api/rest.ts'
import { useSession } from '../../session/SessionProvider.tsx'

/** Settings of a client that the contract has no fields for, by their registered names (docs/oidc.md). */
export type ClientMetadata = Readonly<Record<string, unknown>>

const header = 'x-sallyport-client-metadata'
const service = '/zitadel.application.v2.ApplicationService'

/** Reads the client metadata of an application, which come in a header of the reply. */
export function useClientMetadata(applicationId: string) {
  const session = useSession()
  const query = useQuery({
    queryKey: ['client-metadata', applicationId],
    queryFn: async ({ signal }) => {
      const { headers } = await callRest<{ readonly headers: Readonly<Record<string, string>> }>(session, {
        method: 'POST',
        path: `${service}/GetApplication`,
        body: { applicationId },
        replyHeaders: [header],
        signal,
      })
      return JSON.parse(headers[header] || '{}') as ClientMetadata
    },
  })
  return lastReply(query)
}

/** Replaces the client metadata of an application. */
export function useMetadataChange({
  applicationId,
  projectId,
}: {
  readonly applicationId: string
  readonly projectId: string
}) {
  const session = useSession()
  return useMutation({
    mutationFn: (metadata: ClientMetadata) =>
      callRest(session, {
        method: 'POST',
        path: `${service}/UpdateApplication`,
        body: { applicationId, projectId },
        headers: { [header]: inAscii(JSON.stringify(metadata)) },
      }),
  })
}

/** Headers hold ASCII only. */
function inAscii(json: string): string {
  return json.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
