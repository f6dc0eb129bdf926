import { brandCss, plainBrand } from './brandCss.ts'
import type { Link } from './view.ts'

/** The address of a picture for each theme. */
export interface ThemedPicture {
  readonly light: string
  readonly dark: string
}

/** How the pages of an organization or an instance look. */
export interface Look {
  /** BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** The name of the instance or, with an own branding, of the organization; shown where there is no logo. */
  readonly name: string
  readonly logo: ThemedPicture | undefined
  readonly icon: ThemedPicture | undefined
  /** The themes that the pages have: both by the choice of the device, or one. */
  readonly theme: 'auto' | 'light' | 'dark'
  /** Rules of CSS with the colours and the font; made by `brandCss`, it holds no text of people. */
  readonly css: string
  readonly hidesLoginNameSuffix: boolean
  readonly showsWatermark: boolean
  /** Links to terms, privacy policy, help and a link of the administrator's own. */
  readonly links: {
    readonly terms?: string | undefined
    readonly privacy?: string | undefined
    readonly help?: string | undefined
    /** A mail address. */
    readonly support?: string | undefined
    readonly custom?: Link | undefined
  }
  /** Origins whose pages may frame these pages; empty for none. */
  readonly framedBy: readonly string[]
  /** True if somebody only looks at the pages, whom their own origin may show them in a frame. */
  readonly isPreview: boolean
  /** True if this is a branding that is not active yet. */
  readonly isPrepared: boolean
}

/** The look of pages that belong to no instance, such as an error before the instance is known. */
export const plainLook: Look = {
  language: 'en',
  direction: 'ltr',
  name: 'Sallyport',
  logo: undefined,
  icon: undefined,
  theme: 'auto',
  css: brandCss(plainBrand),
  hidesLoginNameSuffix: false,
  showsWatermark: false,
  links: {},
  framedBy: [],
  isPreview: false,
  isPrepared: false,
}
