import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { texts } from './texts.ts'
import { anywhere } from './useApplication.ts'

/** A credential that is shown once. */
export interface MadeCredential {
  readonly label: string
  readonly secret: string
  readonly file?: string
}

/** Days for which a key counts that is made along with a change. */
export const usualKeyDays = 365

/** Returns the day that is so many days away. */
export function inDays(days: number): Date {
  return new Date(Date.now() + days * 86_400_000)
}

/** Returns a new key as the file that its application reads. */
export function keyFile({
  keyId,
  keyDetails,
}: {
  readonly keyId: string
  readonly keyDetails: Uint8Array
}): MadeCredential {
  return { label: texts.keys.one, secret: new TextDecoder().decode(keyDetails), file: `${keyId}.json` }
}

/** Makes the credential that a method needs: a secret, which ends the old one, or a further key. */
export function useNewCredential({
  applicationId,
  projectId,
}: {
  readonly applicationId: string
  readonly projectId: string
}) {
  const secret = useChange(ApplicationService.method.generateClientSecret, anywhere)
  const key = useChange(ApplicationService.method.createApplicationKey, anywhere)
  return async (
    credential: 'secret' | 'key' | 'none',
    expires: Date = inDays(usualKeyDays),
  ): Promise<MadeCredential | undefined> => {
    switch (credential) {
      case 'secret': {
        const { clientSecret } = await secret.mutateAsync({ applicationId, projectId })
        return { label: texts.secret.title, secret: clientSecret }
      }
      case 'key': {
        const expirationDate = timestampFromDate(expires)
        return keyFile(await key.mutateAsync({ applicationId, projectId, expirationDate }))
      }
      case 'none':
        return undefined
    }
  }
}
