import type { RestCall } from '../../api/rest.ts'
import type { PolicyField, PolicyValues } from '../../kit/policyField.ts'
import type { FieldText } from './fieldTexts.ts'

/** A value of a policy, and how the API writes it. */
export interface SettingField extends PolicyField {
  /** The names of the two values of an enumeration that a switch stands for. */
  readonly onOff?: readonly [on: string, off: string]
  /** The header that carries the value, because the contract has no field for it. */
  readonly header?: string
  /** The message in which the API wants a list. */
  readonly wrap?: string
  /** The members of the reply in which it stands, if not in one by its own name. A member `enabled` is written without its message. */
  readonly inside?: readonly [member: string, value: string]
}

/** The values that the API returned, before they are decoded. */
export type WireValues = Readonly<Record<string, unknown>>

/** The calls that read and write a policy at one level. `{orgId}` in a path stands for the organization, `{name}` for a value that is written. */
export interface PolicyLevel {
  readonly read: string
  readonly write: Required<Pick<RestCall, 'method' | 'path'>>
  /** The right to write it. */
  readonly needs: string
}

/** The further calls of organizations, whose values are either all their own or all those of the instance. */
export interface OrganizationLevel extends PolicyLevel {
  /** Makes own values; the path of `write` with POST. */
  readonly add: Required<Pick<RestCall, 'method' | 'path'>>
  readonly reset: Required<Pick<RestCall, 'method' | 'path'>>
  readonly resetNeeds: string
  /** Reads the values of the instance, with the right that this needs. */
  readonly instance: { readonly read: string; readonly needs: string }
}

/** Settings that are read and saved together: one row of the tables from which all forms are made. */
export interface Policy {
  readonly title: string
  readonly intro?: string
  readonly fields: readonly SettingField[]
  readonly instance?: PolicyLevel
  readonly organization?: OrganizationLevel
  /** The member of replies that has the values; the whole reply without it. */
  readonly part?: string
  /** Whether the server measures whom a change would hit. */
  readonly dryRun?: true
  /** Whether a write names the changed values only; otherwise it replaces all of them. */
  readonly writesChanged?: true
  /** The members that own values of an organization also need, taken from those of the instance. */
  readonly copies?: readonly string[]
  /** Returns what somebody who saves these values should know. */
  warnings?(values: PolicyValues, wire: WireValues): readonly string[]
  /** Asks the server for further warnings about a change, right before it is saved. */
  askWarnings?(send: RestSender, changed: PolicyValues, values: PolicyValues): Promise<readonly string[]>
}

/** Sends a call and returns its reply. */
export type RestSender = <Reply>(call: RestCall) => Promise<Reply>

type Kind = SettingField['kind']
type Shape = Kind | Omit<SettingField, 'name' | 'label' | 'hint'>

/** Makes the fields of a policy from their texts and kinds, in the order of the kinds. */
export function fieldsOf<Name extends string>(
  texts: Readonly<Record<Name, FieldText>>,
  shapes: Readonly<Record<Name, Shape>>,
): readonly SettingField[] {
  return (Object.keys(shapes) as Name[]).map((name) => {
    const [label, hint] = texts[name]
    const shape = shapes[name]
    return {
      name,
      label,
      ...(hint !== undefined && { hint }),
      ...(typeof shape === 'string' ? { kind: shape as Kind } : (shape as Exclude<Shape, Kind>)),
    }
  })
}

/** The calls of a policy that instance and organizations have by the same paths. */
export function bothLevels(
  path: string,
  instanceWrite = path,
): Required<Pick<Policy, 'instance' | 'organization'>> {
  const own = `/management/v1/policies/${path}`
  return {
    instance: {
      read: `/admin/v1/policies/${path}`,
      write: { method: 'PUT', path: `/admin/v1/policies/${instanceWrite}` },
      needs: 'iam.policy.write',
    },
    organization: {
      read: own,
      write: { method: 'PUT', path: own },
      add: { method: 'POST', path: own },
      reset: { method: 'DELETE', path: own },
      instance: { read: `/management/v1/policies/default/${path}`, needs: 'policy.read' },
      needs: 'policy.write',
      resetNeeds: 'policy.delete',
    },
  }
}

/** The calls of settings that only the instance has. */
export function instanceOnly(path: string, needs: string): Required<Pick<Policy, 'instance'>> {
  return { instance: { read: path, write: { method: 'PUT', path }, needs } }
}
