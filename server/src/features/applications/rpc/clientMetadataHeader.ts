import type { Call } from '../../../access/call.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import { accept } from '../../../kernel/refusal.ts'
import { type ClientMetadata, metadataText, parseClientMetadata } from '../clientMetadata.ts'

const header = 'x-sallyport-client-metadata'

/** Reads the client metadata of a request, which replaces the app's; undefined without the header. */
export function requestedMetadata(call: Pick<Call, 'headers'>): ClientMetadata | undefined {
  const json = ownHeader(call.headers, header)
  return json === undefined ? undefined : accept<ClientMetadata>(parseClientMetadata(json))
}

/** Adds client metadata to the response, in ASCII; none if it is empty. */
export function showMetadata(
  call: Pick<Call, 'responseHeaders'>,
  metadata: ClientMetadata | undefined,
): void {
  if (metadata === undefined || Object.keys(metadata).length === 0) return
  call.responseHeaders[header] = metadataText(metadata)
}
