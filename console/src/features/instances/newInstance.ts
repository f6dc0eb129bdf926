import { newPasswordProblems } from '../../kit/passwordRules.ts'
import { kitTexts } from '../../kit/texts.ts'
import { texts } from './texts.ts'

/** The fields of the form that creates an instance. */
export interface NewInstance {
  readonly name: string
  readonly domain: string
  readonly organization: string
  readonly owner: 'human' | 'machine'
  readonly givenName: string
  readonly familyName: string
  readonly email: string
  readonly userName: string
  readonly password: string
  readonly repeated: string
  readonly changeRequired: boolean
  /** The last day of the machine's token, in UTC. */
  readonly expires: string
}

const day = 86_400_000

/** The form as it is at first. */
export function emptyInstance(): NewInstance {
  return {
    name: '',
    domain: '',
    organization: '',
    owner: 'human',
    givenName: '',
    familyName: '',
    email: '',
    userName: '',
    password: '',
    repeated: '',
    changeRequired: true,
    expires: new Date(Date.now() + 90 * day).toISOString().slice(0, 10),
  }
}

/** Returns texts for the fields that are not valid; those of the other kind of owner do not count. */
export function problemsOf(values: NewInstance): Partial<Record<keyof NewInstance, string | undefined>> {
  const needed = (text: string) => (text.trim() ? undefined : kitTexts.form.required)
  const name = needed(values.name)
  if (values.owner === 'machine') {
    const isPast = !(endOf(values.expires) > new Date().toISOString())
    return { name, userName: needed(values.userName), expires: isPast ? texts.add.future : undefined }
  }
  return {
    name,
    givenName: needed(values.givenName),
    familyName: needed(values.familyName),
    email: /^[^@\s]+@[^@\s]+$/.test(values.email.trim()) ? undefined : texts.add.emailInvalid,
    // The rules of passwords are those of a new instance, which only the server knows.
    ...newPasswordProblems(values, undefined),
  }
}

/** The body of `SystemService/CreateInstance`. */
export function requestOf(values: NewInstance) {
  const { name, domain, organization } = values
  return {
    instanceName: name.trim(),
    ...(domain.trim() && { customDomain: domain.trim() }),
    ...(organization.trim() && { firstOrgName: organization.trim() }),
    ...ownerOf(values),
  }
}

function ownerOf({
  owner,
  givenName,
  familyName,
  email,
  userName,
  password,
  changeRequired,
  expires,
}: NewInstance) {
  if (owner === 'machine') {
    const personalAccessToken = { expirationDate: endOf(expires) }
    return { machine: { userName: userName.trim(), name: userName.trim(), personalAccessToken } }
  }
  return {
    human: {
      userName: userName.trim() || email.trim(),
      email: { email: email.trim(), isEmailVerified: true },
      profile: { firstName: givenName.trim(), lastName: familyName.trim() },
      password: { password, passwordChangeRequired: changeRequired },
    },
  }
}

/** The last second of a day. */
function endOf(date: string): string {
  return `${date}T23:59:59Z`
}
