import { localizedPage } from '../../language/localizedPage.ts'

/** The texts of the administrators of the instance. */
export const texts = localizedPage('administrators', {
  title: 'Administrators',
  intro:
    'People and machines with roles over the whole instance. Those of an organization, project or grant are on its page.',
  section: 'Roles over the whole instance',
})
