import type { Call } from '../../access/call.ts'
import { readFromOf } from '../../access/personReads.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import type { Deps } from '../../features/manifest.ts'
import { findOrganization } from '../../features/organizations/index.ts'
import { branding, privacyPolicy, securitySettings } from '../../features/settings/index.ts'
import { orgId as toOrgId } from '../../kernel/ids.ts'
import { linkScheme } from '../../kernel/linkScheme.ts'
import { brandCss } from './brandCss.ts'
import type { Look, ThemedPicture } from './look.ts'
import { readBrand } from './readBrand.ts'

/** Whose look is read, and for which page. */
export interface LookOf {
  /** Of an organization that exists; '' for the instance alone. */
  readonly orgId: string
  readonly language: string
  readonly direction: Look['direction']
  /** To look at the branding that is not active yet, in its themes or in one, or at the `live` one. The caller has checked the right to it. */
  readonly preview?: Look['theme'] | 'live' | undefined
}

/** `name` is that of an organization with an own branding. */
type CachedLook = Omit<Look, 'name'> & { readonly name: string | undefined }

/** Reads how the pages of an organization look: its own settings, else those of the instance. */
export async function readLook(
  deps: Pick<Deps, 'database'>,
  read: Read,
  call: Pick<Call, 'instance'>,
  of: LookOf,
): Promise<Look> {
  const { id } = call.instance
  const look = await read({
    kind: 'look',
    key: [id, of.orgId, of.language, of.direction, of.preview ?? ''].join(' '),
    load: () => load(deps, call, of),
    readFrom: () => readFromOf(id, []),
  })
  return { ...look, name: look.name ?? call.instance.name }
}

async function load(
  { database }: Pick<Deps, 'database'>,
  { instance }: Pick<Call, 'instance'>,
  { orgId, language, direction, preview }: LookOf,
): Promise<CachedLook> {
  const isPrepared = preview !== undefined && preview !== 'live'
  const [label, privacy, security, org] = await Promise.all([
    branding(database, instance.id, orgId, isPrepared ? 'prepared' : 'active'),
    privacyPolicy(database, instance.id, orgId),
    securitySettings(database, instance.id),
    orgId === '' ? undefined : findOrganization(database, instance.id, toOrgId(orgId)),
  ])
  const { value } = label
  const asset = (key: string) => (key === '' ? undefined : `/assets/v1/${label.owner}/${key}`)
  const theme = preview === 'light' || preview === 'dark' ? preview : value.themeMode
  const link = (given: string) => webLink(given.replaceAll(/\{\{\s*\.Lang\s*\}\}/g, () => language))
  return {
    language,
    direction,
    name: label.isDefault ? undefined : org?.name,
    logo: themed(theme, asset(value.logo), asset(value.logoDark)),
    icon: themed(theme, asset(value.icon), asset(value.iconDark)),
    theme,
    css: brandCss({ ...(await readBrand(value, asset(value.font))), theme }),
    hidesLoginNameSuffix: value.hideLoginNameSuffix,
    showsWatermark: !value.disableWatermark,
    links: {
      terms: link(privacy.tosLink),
      privacy: link(privacy.privacyLink),
      help: link(privacy.helpLink),
      support: mailAddress(privacy.supportEmail),
      custom: customLink(link(privacy.customLink), privacy.customLinkText),
    },
    framedBy: security.enableIframeEmbedding ? security.allowedOrigins : [],
    isPreview: preview !== undefined,
    isPrepared,
  }
}

/** A picture for one theme only is used for both. */
function themed(
  theme: Look['theme'],
  light: string | undefined,
  dark: string | undefined,
): ThemedPicture | undefined {
  const [first, other] = theme === 'dark' ? [dark, light] : [light, dark]
  const one = first ?? other
  if (one === undefined) return undefined
  return theme === 'auto' ? { light: light ?? one, dark: dark ?? one } : { light: one, dark: one }
}

/** Checks a link where it is used, because an earlier version may have accepted it: a path of this site, the web, mail or telephone. */
function webLink(link: string): string | undefined {
  const scheme = linkScheme(link)
  if (scheme === undefined) return /^\/(?![/\\])[^\s]*$/.test(link) ? link : undefined
  return ['http', 'https', 'mailto', 'tel'].includes(scheme) ? link : undefined
}

function mailAddress(address: string): string | undefined {
  return /^[^\s@?&"<>]+@[^\s@?&"<>]+$/.test(address) ? address : undefined
}

function customLink(href: string | undefined, text: string) {
  return href === undefined || text === '' ? undefined : { href, text }
}
