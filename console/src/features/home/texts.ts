/** The texts of the start. */
export const texts = {
  title: 'Start',
  instance: 'The whole instance',
  noRightsTitle: 'You have no rights here yet',
  noRights: 'An administrator of your organization can give you some. Your own account is open to you.',
  ownAccount: 'Your account',
} as const
