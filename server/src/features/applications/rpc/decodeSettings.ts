import type { Call } from '../../../access/call.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { metadataOfClients, type SettingChanges } from '../commands/changeApplication.ts'
import type { NewApplication } from '../writes/createApplication.ts'
import { requestedMetadata } from './clientMetadataHeader.ts'
import {
  decodeApi,
  decodeOidc,
  decodeOidcChanges,
  decodeSaml,
  decodeSamlChanges,
  type OidcFields,
  type SamlFields,
} from './decode.ts'

/** The kind of an app with its settings in messages of v2beta and v2, which name the members in their own ways. */
type TypedFields =
  | {
      readonly case: 'oidcRequest' | 'oidcConfigurationRequest' | 'oidcConfiguration'
      readonly value: OidcFields
    }
  | {
      readonly case: 'apiRequest' | 'apiConfigurationRequest' | 'apiConfiguration'
      readonly value: { readonly authMethodType: number }
    }
  | {
      readonly case: 'samlRequest' | 'samlConfigurationRequest' | 'samlConfiguration'
      readonly value: SamlFields
    }
  | { readonly case: undefined }

/** Decodes the settings of a new app, with the client metadata of the header. */
export function decodeNewSettings(fields: TypedFields, call: Call): NewApplication['settings'] {
  const metadata = requestedMetadata(call)
  switch (fields.case) {
    case 'oidcRequest':
    case 'oidcConfigurationRequest':
    case 'oidcConfiguration':
      return { kind: 'oidc', config: { ...decodeOidc(fields.value, 'v2'), metadata: metadata ?? {} } }
    case 'apiRequest':
    case 'apiConfigurationRequest':
    case 'apiConfiguration':
      return { kind: 'api', config: { ...decodeApi(fields.value), metadata: metadata ?? {} } }
    case 'samlRequest':
    case 'samlConfigurationRequest':
    case 'samlConfiguration':
      if (metadata !== undefined) throw new DomainError(metadataOfClients)
      return { kind: 'saml', config: decodeSaml(fields.value) }
    case undefined:
      throw new Error('the contract requires a kind of application')
  }
}

/** Decodes new settings of an app; undefined if the request has none. */
export function decodeSettingChanges(fields: TypedFields): SettingChanges | undefined {
  switch (fields.case) {
    case 'oidcRequest':
    case 'oidcConfigurationRequest':
    case 'oidcConfiguration':
      return { kind: 'oidc', changes: decodeOidcChanges(fields.value, 'v2') }
    case 'apiRequest':
    case 'apiConfigurationRequest':
    case 'apiConfiguration':
      return { kind: 'api', changes: { authMethod: decodeApi(fields.value).authMethod } }
    case 'samlRequest':
    case 'samlConfigurationRequest':
    case 'samlConfiguration':
      return { kind: 'saml', changes: decodeSamlChanges(fields.value) }
    case undefined:
      return undefined
  }
}
