import { linkScheme } from '../../kernel/linkScheme.ts'
import { authMethodOf, type OidcConfig } from './config.ts'
import { isLoopback } from './redirectUri.ts'

/** A rule of OAuth 2.0 or OpenID Connect that an app's settings break: the end of its key, its name in English, and the test. */
interface Rule {
  readonly key: string
  readonly text: string
  breaks(app: Facts): boolean
}

interface Facts {
  readonly config: OidcConfig
  readonly code: boolean
  readonly implicit: boolean
  readonly http: boolean
  readonly custom: boolean
}

const deviceCode = 'urn:ietf:params:oauth:grant-type:device_code'

const rules: readonly Rule[] = [
  {
    key: 'NoRedirectUris',
    text: 'The application has no redirect URI; only an application with nothing but the device grant needs none.',
    breaks: ({ config }) =>
      config.redirectUris.length === 0 && !config.grantTypes.every((grant) => grant === deviceCode),
  },
  {
    key: 'GrantType.Refresh.NoAuthCode',
    text: 'The refresh token grant is allowed without the authorization code grant.',
    breaks: ({ config, code }) => config.grantTypes.includes('refresh_token') && !code,
  },
  {
    key: 'Native.AuthMethodType.NotNone',
    text: 'A native application cannot keep a secret; its authentication must be none.',
    breaks: ({ config }) => config.appType === 'native' && authMethodOf(config) !== 'none',
  },
  {
    key: 'UserAgent.AuthMethodType.NotNone',
    text: 'An application in the browser cannot keep a secret; its authentication must be none.',
    breaks: ({ config }) => config.appType === 'user_agent' && authMethodOf(config) !== 'none',
  },
  {
    key: 'Code.RedirectUris.HttpOnlyForWeb',
    text: 'Redirect URIs with http are allowed for web applications only.',
    breaks: ({ config, code, http }) => code && http && config.appType === 'user_agent',
  },
  {
    key: 'Code.RedirectUris.CustomOnlyForNative',
    text: 'Redirect URIs with a scheme of their own are allowed for native applications only.',
    breaks: ({ config, code, custom }) => code && custom && config.appType !== 'native',
  },
  {
    key: 'Native.RedirectUris.MustBeHttpLocalhost',
    text: 'Redirect URIs with http of a native application must lead to localhost.',
    breaks: ({ config }) =>
      config.appType === 'native' &&
      config.redirectUris.some((uri) => linkScheme(uri) === 'http' && !isLoopback(uri)),
  },
  {
    key: 'Implicit.RedirectUris.HttpNotAllowed',
    text: 'Redirect URIs with http are not allowed with the implicit grant.',
    breaks: ({ config, code, implicit, http }) => implicit && !code && http && config.appType !== 'native',
  },
  {
    key: 'Implicit.RedirectUris.CustomNotAllowed',
    text: 'Redirect URIs with a scheme of their own are not allowed with the implicit grant.',
    breaks: ({ code, implicit, custom }) => implicit && !code && custom,
  },
]

/** The rule that is reported only if no other one is broken: each grant alone allows URIs that both together do not. */
const combination: Rule = {
  key: 'NotAllCombinationsAreAllowed',
  text: 'Not every redirect URI is allowed with both the code and the implicit grant; use https.',
  breaks: ({ code, implicit, http, custom }) => code && implicit && (http || custom),
}

const notCompliant = {
  key: 'NotCompliant',
  text: 'The settings of the application break rules of OAuth 2.0 or OpenID Connect.',
}

/** Returns the broken rules of an app's settings, led by `NotCompliant`; empty if there are none. They never block anything. */
export function complianceProblems(config: OidcConfig) {
  const { grantTypes, redirectUris } = config
  const schemes = redirectUris.map(linkScheme)
  const facts: Facts = {
    config,
    code: grantTypes.includes('authorization_code'),
    implicit: grantTypes.includes('implicit'),
    http: schemes.includes('http'),
    custom: schemes.some((scheme) => scheme !== 'http' && scheme !== 'https'),
  }
  const broken = rules.filter((rule) => rule.breaks(facts))
  const found = broken.length === 0 && combination.breaks(facts) ? [combination] : broken
  return (found.length === 0 ? [] : [notCompliant, ...found]).map(({ key, text }) => ({
    key: `Application.OIDC.V1.${key}`,
    localizedMessage: text,
  }))
}
