import { kitTexts } from '../../kit/texts.ts'
import { texts } from './texts.ts'

/** Who can be the first owner of an organization. */
export const owners = ['me', 'person', 'nobody'] as const

/** The fields of the form that makes an organization. */
export interface NewOrganization {
  readonly name: string
  readonly owner: (typeof owners)[number]
  readonly givenName: string
  readonly familyName: string
  readonly email: string
}

/** The form as it is at first. */
export const emptyOrganization: NewOrganization = {
  name: '',
  owner: 'me',
  givenName: '',
  familyName: '',
  email: '',
}

/** Returns texts for the fields that are not valid; those of a new person count only if one is made. */
export function problemsOf(
  values: NewOrganization,
): Partial<Record<keyof NewOrganization, string | undefined>> {
  const needed = (text: string) => (text.trim() ? undefined : kitTexts.form.required)
  const name = needed(values.name)
  if (values.owner !== 'person') return { name }
  return {
    name,
    givenName: needed(values.givenName),
    familyName: needed(values.familyName),
    email: /^[^@\s]+@[^@\s]+$/.test(values.email.trim()) ? undefined : texts.owner.emailInvalid,
  }
}

/** The first owner as `AddOrganization` takes it. The invitation of a new person proves the address. */
export function adminsOf(values: NewOrganization, myId: string) {
  if (values.owner === 'nobody') return []
  if (values.owner === 'me') return [{ userType: { case: 'userId' as const, value: myId } }]
  const value = {
    profile: profileOf(values),
    email: { email: values.email.trim(), verification: { case: 'isVerified' as const, value: false } },
  }
  return [{ userType: { case: 'human' as const, value } }]
}

function profileOf({ givenName, familyName }: NewOrganization) {
  return { givenName: givenName.trim(), familyName: familyName.trim() }
}
