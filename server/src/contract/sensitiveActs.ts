/** Methods and operations by their names, which mean the same in every generation: acts that destroy, give power or the log, or replace keys and secrets. */
export const sensitiveActs: ReadonlySet<string> = new Set([
  'RemoveOrg',
  'DeleteOrganization',
  'RemoveUser',
  'DeleteUser',
  'RemoveProject',
  'DeleteProject',
  'RemoveApp',
  'DeleteApplication',
  'AddIAMMember',
  'UpdateIAMMember',
  'RemoveIAMMember',
  'AddOrgMember',
  'UpdateOrgMember',
  'RemoveOrgMember',
  'AddProjectMember',
  'UpdateProjectMember',
  'RemoveProjectMember',
  'AddProjectGrantMember',
  'UpdateProjectGrantMember',
  'RemoveProjectGrantMember',
  'CreateAdministrator',
  'UpdateAdministrator',
  'DeleteAdministrator',
  'CreateWebKey',
  'ActivateWebKey',
  'DeleteWebKey',
  'RegenerateOIDCClientSecret',
  'RegenerateAPIClientSecret',
  'RegenerateClientSecret',
  'GenerateClientSecret',
  'CreateLogTarget',
  'UpdateLogTarget',
  'RemoveLogTarget',
  'PauseLogTarget',
  'RenewLogTargetSigningKey',
])

/**
 * Of these, the acts that take a whole tenant away, give power over the instance, replace the keys that sign tokens, give the whole log
 * away (a change of a target replaces its address and its filters), or keep it from those who watch it.
 */
const gravestActs: ReadonlySet<string> = new Set([
  'RemoveOrg',
  'DeleteOrganization',
  'AddIAMMember',
  'UpdateIAMMember',
  'CreateWebKey',
  'ActivateWebKey',
  'DeleteWebKey',
  'CreateLogTarget',
  'UpdateLogTarget',
  'RemoveLogTarget',
  'PauseLogTarget',
  'RenewLogTargetSigningKey',
])

/** Methods that give roles on the instance or on something in it, by the resource that they name. */
const ofAnyLevel: ReadonlySet<string> = new Set(['CreateAdministrator', 'UpdateAdministrator'])

/** Whether a person needs fresh proofs for a request of the method or operation with this name (ADR 33). */
export function isGravest(name: string, message: unknown): boolean {
  if (gravestActs.has(name)) return true
  const { resource } = message as { readonly resource?: { readonly resource?: { readonly case?: string } } }
  return ofAnyLevel.has(name) && resource?.resource?.case === 'instance'
}
