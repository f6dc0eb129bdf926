import type { Call } from '../../../access/call.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import { userId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { FirstMember } from '../../memberships/index.ts'
import type { ProjectSettings } from '../events.ts'
import type { ProjectRow } from '../queries.ts'

/** The settings of private labeling, by the contract's number, which is the same in every generation. */
export const privateLabelings = ['unspecified', 'enforce', 'allow'] as const

const unknownLabeling = refuse(
  'projects.unknown_private_labeling',
  'invalid_argument',
  'this private labeling setting is unknown; use one of the contract',
)

const acrHeader = 'x-sallyport-required-acr'
const registrationHeader = 'x-sallyport-client-registration'

/** Decodes the settings that a request names; others are left out. Those that the contract lacks come in headers. */
export function decodeSettings(
  call: Call,
  request: {
    readonly name?: string | undefined
    readonly projectRoleAssertion?: boolean | undefined
    readonly authorizationRequired?: boolean | undefined
    readonly projectRoleCheck?: boolean | undefined
    readonly projectAccessRequired?: boolean | undefined
    readonly hasProjectCheck?: boolean | undefined
    readonly privateLabelingSetting?: number | undefined
  },
): Partial<ProjectSettings> {
  const acr = ownHeader(call.headers, acrHeader)
  const ways = ownHeader(call.headers, registrationHeader)
  const named = {
    name: request.name,
    roleAssertion: request.projectRoleAssertion,
    authorizationRequired: request.authorizationRequired ?? request.projectRoleCheck,
    accessRequired: request.projectAccessRequired ?? request.hasProjectCheck,
    privateLabeling: decodeLabeling(request.privateLabelingSetting),
    requiredAcr: acr === undefined ? undefined : acr === 'none' ? null : acr,
    metadataDocuments: ways?.includes('metadata_documents'),
    dynamicRegistration: ways?.includes('dynamic_registration'),
  }
  const given = Object.entries(named).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as Partial<ProjectSettings>
}

/** A first administrator of a project in messages of v2beta and the first generation. */
export interface AdminMessage {
  readonly userId: string
  readonly roles: readonly string[]
}

/** Decodes the first administrators of a project. */
export function decodeAdmins(admins: readonly AdminMessage[]): FirstMember[] {
  return admins.map((admin) => ({ userId: userId(admin.userId), roles: admin.roles }))
}

function decodeLabeling(setting: number | undefined) {
  if (setting === undefined) return undefined
  const labeling = privateLabelings[setting]
  if (labeling === undefined) throw new DomainError(unknownLabeling)
  return labeling
}

/** Returns the settings of a project that the contract lacks in response headers of the same names; those that are off are left out. */
export function showOwnSettings(call: Call, row: OwnColumns): void {
  if (row.required_acr !== null) call.responseHeaders[acrHeader] = row.required_acr
  const ways = [
    ...(row.documents_since === null ? [] : ['metadata_documents']),
    ...(row.dynamic_registration ? ['dynamic_registration'] : []),
  ]
  if (ways.length > 0) call.responseHeaders[registrationHeader] = ways.join(',')
}

type OwnColumns = Pick<ProjectRow, 'required_acr' | 'documents_since' | 'dynamic_registration'>
