/** The scopes with a meaning that are words of OpenID Connect. */
const words: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'phone',
  'address',
  'offline_access',
])

/** The scope that adds a project to the audience; `zitadel` stands for the project of Sallyport's own APIs. */
const audienceScope = /^urn:zitadel:iam:org:project:id:([^:]+):aud$/

const organizationScope = /^urn:zitadel:iam:org:(id|domain:primary):/

/** Drops scopes without a meaning, as the contract demands. */
export function knownScopes(scopes: readonly string[]): readonly string[] {
  return scopes.filter((scope) => words.has(scope) || scope.startsWith('urn:zitadel:iam:'))
}

/** Returns the projects that scopes add to the audience. */
export function audienceOf(scopes: readonly string[], iamProjectId: string | null): readonly string[] {
  const named = scopes.flatMap((scope) => audienceScope.exec(scope)?.[1] ?? [])
  return [...new Set(named.flatMap((id) => (id === 'zitadel' ? (iamProjectId ?? []) : id)))]
}

/** Drops scopes for organizations that are not the machine's own, as the contract demands of grants of machines. */
export function withoutForeignOrganizations(scopes: readonly string[], orgId: string): readonly string[] {
  return scopes.filter(
    (scope) => !organizationScope.test(scope) || scope === `urn:zitadel:iam:org:id:${orgId}`,
  )
}
