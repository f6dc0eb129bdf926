import type { Authorization } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { localized } from '../language/localized.ts'

/** The methods name authorizations by id, wherever these are. */
export const anywhere = { orgId: '' } as const

/** The name of a person in a list. */
export function personName({ user }: Pick<Authorization, 'user'>): string {
  return user?.displayName || user?.preferredLoginName || user?.id || ''
}

/** The texts of the dialog that gives and changes authorizations. */
export const authorizationTexts = localized('authorization', {
  hasOne: 'This person has an authorization there already. Saving changes its roles.',
  giver: (organization: string) => `Given by ${organization}`,
})
