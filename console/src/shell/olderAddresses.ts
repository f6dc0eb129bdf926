/** What the old addresses of somebody lead to. */
export interface OwnPlaces {
  readonly userId: string
  /** The organization of the address, or the caller's own. */
  readonly orgId: string | undefined
}

/** Pages by the paths that consoles of the contract had before; `:name` stands for a part that today's address has too. */
const pages: Readonly<Record<string, string>> = {
  '/users': '/people',
  '/users/create': '/people?add=person',
  '/users/create-human': '/people?add=person',
  '/users/create-machine': '/people?add=machine',
  '/users/me': '/people/:me',
  '/users/:user': '/people/:user',
  '/users/:user/:part': '/people/:user',
  '/me': '/people/:me',
  '/orgs': '/organizations',
  '/orgs/create': '/organizations',
  '/org': '/organizations/:own',
  '/org/:part': '/organizations/:own',
  '/orgs/:org': '/organizations/:org',
  '/projects/:project/apps': '/projects/:project/applications',
  '/projects/:project/apps/create': '/applications/new?project=:project',
  '/projects/:project/apps/:app': '/projects/:project/applications/:app',
  '/projects/:project/apps/:app/:part': '/projects/:project/applications/:app',
  '/projects/:project/members': '/projects/:project',
  '/projects/:project/projectgrants/:grant': '/projects/:project/grants',
  '/app-create': '/applications/new',
  '/granted-projects': '/projects',
  '/granted-projects/:project': '/projects/:project',
  '/granted-projects/:project/:part/:grant': '/projects/:project',
  '/grants': '/authorizations',
  '/grant-create': '/authorizations',
  '/grants/:part': '/authorizations',
  '/events': '/audit',
  '/instance': '/settings',
  '/instance/members': '/administrators',
  '/org-settings': '/settings',
}

/** Pages of settings by the `?id=` of the two old pages that held all settings. */
const settings: Readonly<Record<string, string>> = {
  login: 'login',
  complexity: 'complexity',
  age: 'complexity',
  lockout: 'lockout',
  domain: 'domain',
  branding: 'branding',
  messagetexts: 'messages',
  logintexts: 'login-texts',
  privacypolicy: 'privacy',
  notifications: 'notification',
  notification: 'notification',
  smtpprovider: 'mail',
  smsprovider: 'sms',
  oidc: 'oidc',
  secrets: 'generators',
  languages: 'languages',
  security: 'security',
  features: 'features',
  webkeys: 'keys',
}

/** Returns the address of today for one of an older console; undefined for all others. Both are without `/ui/console`. */
export function todaysAddress(path: string, query: URLSearchParams, own: OwnPlaces): string | undefined {
  const parts = path.replace(/\/+$/, '').split('/')
  for (const [old, today] of Object.entries(pages)) {
    const found = match(old.split('/'), parts)
    if (found === undefined) continue
    const values = { ...found, me: own.userId, own: own.orgId ?? '' }
    return withSetting(fill(today, values), query)
  }
  return undefined
}

function match(old: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const fits = (part: string, at: number) => (part.startsWith(':') ? parts[at] !== '' : part === parts[at])
  if (old.length !== parts.length || !old.every(fits)) return undefined
  return Object.fromEntries(
    old.flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), parts[at] ?? '']] : [])),
  )
}

/** A part without a value is left out: `/organizations/` is the list. */
function fill(today: string, values: Readonly<Record<string, string>>): string {
  return today.replace(/:(\w+)/g, (_, name: string) => values[name] ?? '').replace(/\/$/, '')
}

function withSetting(today: string, query: URLSearchParams): string {
  const id = query.get('id') ?? ''
  const setting = Object.hasOwn(settings, id) ? settings[id] : undefined
  const address = today === '/settings' && setting !== undefined ? `${today}/${setting}` : today
  const org = query.get('org')
  if (!org) return address
  return `${address}${address.includes('?') ? '&' : '?'}org=${encodeURIComponent(org)}`
}
