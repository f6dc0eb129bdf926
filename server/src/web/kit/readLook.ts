import type { Call } from '../../access/call.ts'
import type { Deps } from '../../features/manifest.ts'
import { findOrganization } from '../../features/organizations/index.ts'
import { type Branding, branding, privacyPolicy, securitySettings } from '../../features/settings/index.ts'
import { orgId as toOrgId } from '../../kernel/ids.ts'
import { linkScheme } from '../../kernel/linkScheme.ts'
import { type Brand, brandCss, plainBrand } from './brandCss.ts'
import { confirmedCache, type SettingsVersions } from './confirmedCache.ts'
import type { Rgb } from './contrast.ts'
import type { Look, ThemedPicture } from './look.ts'
import type { BrandColors } from './palette.ts'

/** Whose look is read, and for which page. */
export interface LookOf {
  /** Of the organization, or of the instance alone. */
  readonly settings: SettingsVersions
  readonly language: string
  readonly direction: Look['direction']
  /** True for the branding that is not active yet. The caller has checked the right to see it. */
  readonly preview?: boolean
}

/** `name` is that of an organization with an own branding. */
type CachedLook = Omit<Look, 'name'> & { readonly name: string | undefined }

const looks = confirmedCache<CachedLook>()

/** Reads how the pages of an organization look; its own settings, else those of the instance, and never an older state of them. */
export async function readLook(
  deps: Pick<Deps, 'database'>,
  call: Pick<Call, 'instance'>,
  of: LookOf,
): Promise<Look> {
  const key = `${of.language} ${of.direction} ${of.preview ?? false}`
  const look = await looks(of.settings, key, () => load(deps, call, of))
  // The name of the instance was read before the versions were, so it must not be kept under them.
  return { ...look, name: look.name ?? call.instance.name }
}

async function load(
  { database }: Pick<Deps, 'database'>,
  { instance }: Pick<Call, 'instance'>,
  { settings: { orgId }, language, direction, preview = false }: LookOf,
): Promise<CachedLook> {
  const [label, privacy, security, org] = await Promise.all([
    branding(database, instance.id, orgId, preview ? 'prepared' : 'active'),
    privacyPolicy(database, instance.id, orgId),
    securitySettings(database, instance.id),
    orgId === '' ? undefined : findOrganization(database, instance.id, toOrgId(orgId)),
  ])
  const { value } = label
  const asset = (key: string) => (key === '' ? undefined : `/assets/v1/${label.owner}/${key}`)
  const theme = value.themeMode
  const link = (given: string) => webLink(given.replaceAll(/\{\{\s*\.Lang\s*\}\}/g, () => language))
  return {
    language,
    direction,
    name: label.isDefault ? undefined : org?.name,
    logo: themed(theme, asset(value.logo), asset(value.logoDark)),
    icon: themed(theme, asset(value.icon), asset(value.iconDark)),
    theme,
    css: brandCss(await brandOf(value, asset(value.font))),
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
    isPreview: preview,
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

async function brandOf(value: Branding, font: string | undefined): Promise<Brand> {
  // Loaded with the first page, because it is large and the start of the server does not need it.
  const { parse, converter } = await import('culori')
  const toRgb = converter('rgb')
  const read = (text: string): Rgb | undefined => {
    const color = toRgb(parse(text))
    if (color === undefined || (color.alpha ?? 1) < 1) return undefined
    const channels = [color.r, color.g, color.b].map((channel) => Math.min(1, Math.max(0, channel)))
    return channels.every(Number.isFinite) ? (channels as unknown as Rgb) : undefined
  }
  const colors = (plain: BrandColors, primary: string, background: string, warn: string, ink: string) => ({
    primary: read(primary) ?? plain.primary,
    background: read(background) ?? plain.background,
    warn: read(warn) ?? plain.warn,
    font: read(ink) ?? plain.font,
  })
  return {
    theme: value.themeMode,
    light: colors(
      plainBrand.light,
      value.primaryColor,
      value.backgroundColor,
      value.warnColor,
      value.fontColor,
    ),
    dark: colors(
      plainBrand.dark,
      value.primaryColorDark,
      value.backgroundColorDark,
      value.warnColorDark,
      value.fontColorDark,
    ),
    font,
  }
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
