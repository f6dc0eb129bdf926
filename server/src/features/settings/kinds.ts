import { z } from 'zod'
import { maxFreshProofMinutes } from '../../access/freshProof.ts'
import type { Level } from '../../access/level.ts'
import type { JsonObject } from '../../kernel/json.ts'
import type { Refusal } from '../../kernel/refusal.ts'
import {
  checkBranding,
  checkComplexity,
  checkGenerator,
  checkLinks,
  checkOrigins,
  checkTokenLifetimes,
} from './checks.ts'
import { defaultGenerator, generatorSchema } from './generators.ts'

/** One kind of setting: its events, values, levels and rules. */
export interface SettingKind<Value extends JsonObject = JsonObject> {
  /** The public event name between level and verb: `instance.policy.lockout.changed`. */
  readonly event: string
  readonly schema: z.ZodType<Value>
  /** The value on a new instance. */
  readonly initial: Value
  /** The events that a level has, by the last word of their names. */
  readonly verbs: Readonly<Record<Level, readonly Verb[]>>
  /** The member of the value that distinguishes several settings of this kind. */
  readonly keyedBy?: string
  /** Members that every write through the contract also sets. */
  readonly onWrite?: Partial<Value>
  /** The header of a count that the contract has no field for. A write without the header keeps the count. */
  readonly header?: { readonly name: 'x-sallyport-lockout-release'; readonly member: keyof Value & string }
  /** Refuses a value that may not be set. */
  readonly check?: (value: Value) => Refusal | undefined
}

/** The levels that own settings. */
export const levels = ['instance', 'org'] as const satisfies readonly Level[]
/** The last word of an event's name. */
export type Verb = 'added' | 'changed' | 'removed' | 'set'

const policy = { instance: ['added', 'changed'], org: ['added', 'changed', 'removed'] } as const
const instanceOnly = { instance: ['added', 'changed'], org: [] } as const
const setOnly = { instance: ['set'], org: [] } as const
const color = z.string()

const labelSchema = z.strictObject({
  primaryColor: color,
  backgroundColor: color,
  warnColor: color,
  fontColor: color,
  primaryColorDark: color,
  backgroundColorDark: color,
  warnColorDark: color,
  fontColorDark: color,
  hideLoginNameSuffix: z.boolean(),
  disableWatermark: z.boolean(),
  themeMode: z.enum(['auto', 'dark', 'light']),
  /** Keys of stored assets; '' for none. */
  logo: z.string(),
  logoDark: z.string(),
  icon: z.string(),
  iconDark: z.string(),
  font: z.string(),
})

/** The colours, logos and fonts of login pages and mails. */
export type Branding = z.infer<typeof labelSchema>

const initialLabel: Branding = {
  primaryColor: '#5469d4',
  backgroundColor: '#fafafa',
  warnColor: '#cd3d56',
  fontColor: '#000000',
  primaryColorDark: '#2073c4',
  backgroundColorDark: '#111827',
  warnColorDark: '#ff3b5b',
  fontColorDark: '#ffffff',
  hideLoginNameSuffix: false,
  disableWatermark: false,
  themeMode: 'auto',
  logo: '',
  logoDark: '',
  icon: '',
  iconDark: '',
  font: '',
}

function kind<Value extends JsonObject, const Event extends string, const Verbs extends SettingKind['verbs']>(
  definition: SettingKind<Value> & { readonly event: Event; readonly verbs: Verbs },
) {
  return definition
}

/** The table of settings; events, state, rows and RPCs follow from it. */
export const settingKinds = {
  passwordComplexity: kind({
    event: 'policy.password.complexity',
    schema: z.strictObject({
      minLength: z.int(),
      hasUppercase: z.boolean(),
      hasLowercase: z.boolean(),
      hasNumber: z.boolean(),
      hasSymbol: z.boolean(),
    }),
    initial: { minLength: 8, hasUppercase: true, hasLowercase: true, hasNumber: true, hasSymbol: true },
    verbs: policy,
    check: checkComplexity,
  }),
  passwordAge: kind({
    event: 'policy.password.age',
    schema: z.strictObject({ maxAgeDays: z.int(), expireWarnDays: z.int() }),
    initial: { maxAgeDays: 0, expireWarnDays: 0 },
    verbs: policy,
  }),
  lockout: kind({
    event: 'policy.lockout',
    schema: z.strictObject({
      /** 0 means never. */
      maxPasswordAttempts: z.int(),
      maxOtpAttempts: z.int(),
      showFailures: z.boolean(),
      /** 0 means that only an administrator unlocks. */
      releaseAfterSeconds: z.int(),
    }),
    initial: { maxPasswordAttempts: 10, maxOtpAttempts: 10, showFailures: true, releaseAfterSeconds: 900 },
    verbs: policy,
    // A first update thereby succeeds even with the values of a new instance (factors notes §3.4).
    onWrite: { showFailures: false },
    header: { name: 'x-sallyport-lockout-release', member: 'releaseAfterSeconds' },
  }),
  domain: kind({
    event: 'policy.domain',
    schema: z.strictObject({
      userLoginMustBeDomain: z.boolean(),
      validateOrgDomains: z.boolean(),
      smtpSenderAddressMatchesInstanceDomain: z.boolean(),
    }),
    initial: {
      userLoginMustBeDomain: false,
      validateOrgDomains: false,
      smtpSenderAddressMatchesInstanceDomain: false,
    },
    verbs: policy,
  }),
  privacy: kind({
    event: 'policy.privacy',
    schema: z.strictObject({
      tosLink: z.string(),
      privacyLink: z.string(),
      helpLink: z.string(),
      supportEmail: z.string(),
      docsLink: z.string(),
      customLink: z.string(),
      customLinkText: z.string(),
    }),
    initial: {
      tosLink: '',
      privacyLink: '',
      helpLink: '',
      supportEmail: '',
      docsLink: '',
      customLink: '',
      customLinkText: '',
    },
    verbs: policy,
    check: checkLinks,
  }),
  notification: kind({
    event: 'policy.notification',
    schema: z.strictObject({ passwordChange: z.boolean() }),
    initial: { passwordChange: true },
    verbs: policy,
  }),
  label: kind({
    event: 'policy.label',
    schema: labelSchema,
    initial: initialLabel,
    verbs: policy,
    check: checkBranding,
  }),
  /** The branding that logins show. Activation copies it from `label`; it has no events of its own. */
  activeLabel: kind({
    event: 'policy.label',
    schema: labelSchema,
    initial: initialLabel,
    verbs: { instance: [], org: [] },
  }),
  security: kind({
    event: 'policy.security',
    schema: z.strictObject({
      enableIframeEmbedding: z.boolean(),
      allowedOrigins: z.array(z.string()).readonly(),
      enableImpersonation: z.boolean(),
    }),
    initial: { enableIframeEmbedding: false, allowedOrigins: [], enableImpersonation: false },
    verbs: setOnly,
    check: checkOrigins,
  }),
  oidc: kind({
    event: 'oidc.settings',
    /** Seconds. */
    schema: z.strictObject({
      accessTokenLifetime: z.number(),
      idTokenLifetime: z.number(),
      refreshTokenIdleExpiration: z.number(),
      refreshTokenExpiration: z.number(),
    }),
    initial: {
      accessTokenLifetime: 12 * 3600,
      idTokenLifetime: 12 * 3600,
      refreshTokenIdleExpiration: 720 * 3600,
      refreshTokenExpiration: 2160 * 3600,
    },
    verbs: instanceOnly,
    check: checkTokenLifetimes,
  }),
  restrictions: kind({
    event: 'restrictions',
    schema: z.strictObject({
      disallowPublicOrgRegistration: z.boolean(),
      /** Empty: every supported language. */
      allowedLanguages: z.array(z.string()).readonly(),
    }),
    initial: { disallowPublicOrgRegistration: false, allowedLanguages: [] },
    verbs: setOnly,
  }),
  /** Whose credentials an administrator may set (ADR 27). Instances of 0.2.0 have no value and follow the contract. */
  credentialRights: kind({
    event: 'credential.rights',
    schema: z.strictObject({ demand: z.enum(['held', 'contract']) }),
    initial: { demand: 'contract' },
    verbs: setOnly,
  }),
  /** How recent the proofs of people must be who change their own factors, password or addresses (ADR 33); 0 demands none. */
  freshProof: kind({
    event: 'fresh.proof',
    schema: z.strictObject({ minutes: z.int().min(0).max(maxFreshProofMinutes) }),
    initial: { minutes: 0 },
    verbs: setOnly,
  }),
  /** Whose sensitive acts need a reason (ADR 38). */
  reasonDemand: kind({
    event: 'reason.demand',
    schema: z.strictObject({ demand: z.enum(['none', 'people']) }),
    initial: { demand: 'none' },
    verbs: setOnly,
  }),
  secretGenerator: kind({
    event: 'secret.generator',
    schema: generatorSchema,
    initial: defaultGenerator('app_secret'),
    verbs: instanceOnly,
    keyedBy: 'generatorType',
    check: checkGenerator,
  }),
} as const

/** The key of a kind of setting. */
export type SettingName = keyof typeof settingKinds
/** The keys of all kinds of settings. */
export const settingNames = Object.keys(settingKinds) as readonly SettingName[]

/** The value of a setting of this name. */
export type SettingValue<Name extends SettingName> = (typeof settingKinds)[Name]['initial']

/** Returns the kind of a name without its value type. */
export function settingKind(name: SettingName): SettingKind {
  return settingKinds[name] as unknown as SettingKind
}

/** Returns the key of a setting among its owner's: the kind's name, and the value's key if there are several. */
export function settingKey(name: SettingName, value: JsonObject): string {
  const { keyedBy } = settingKind(name)
  return keyedBy === undefined ? name : `${name}:${String(value[keyedBy])}`
}
