import type { Call } from '../../../access/call.ts'
import { ownHeader } from '../../../contract/ownHeaders.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { ProjectSettings } from '../events.ts'

/** The settings of private labeling, by the contract's number, which is the same in every generation. */
export const privateLabelings = ['unspecified', 'enforce', 'allow'] as const

const unknownLabeling = refuse(
  'projects.unknown_private_labeling',
  'invalid_argument',
  'this private labeling setting is unknown; use one of the contract',
)

const header = 'x-sallyport-required-acr'

/** Decodes the settings that a request names; others are left out. The required assurance comes in a header. */
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
  const acr = ownHeader(call.headers, header)
  const named = {
    name: request.name,
    roleAssertion: request.projectRoleAssertion,
    authorizationRequired: request.authorizationRequired ?? request.projectRoleCheck,
    accessRequired: request.projectAccessRequired ?? request.hasProjectCheck,
    privateLabeling: decodeLabeling(request.privateLabelingSetting),
    requiredAcr: acr === undefined ? undefined : acr === 'none' ? null : acr,
  }
  const given = Object.entries(named).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as Partial<ProjectSettings>
}

function decodeLabeling(setting: number | undefined) {
  if (setting === undefined) return undefined
  const labeling = privateLabelings[setting]
  if (labeling === undefined) throw new DomainError(unknownLabeling)
  return labeling
}

/** Returns the required assurance of a project that was read in the response header of the same name. */
export function showRequiredAcr(call: Call, requiredAcr: string | null): void {
  if (requiredAcr !== null) call.responseHeaders[header] = requiredAcr
}
