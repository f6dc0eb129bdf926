import { localizedPage } from '../../language/localizedPage.ts'
import { titles } from './titles.ts'

/** The texts of authorizations. */
export const texts = localizedPage('authorizations', {
  ...titles,
  intro: 'Which people have which roles in which projects.',
  person: 'Person',
  project: 'Project',
  organization: 'Organization',
  roles: 'Roles',
  role: 'Role',
  state: 'State',
  states: { 0: 'Unknown', 1: 'Active', 2: 'Inactive' },
  everyState: 'Every state',
  everyRole: 'Every role',
  created: 'Created',
  changed: 'Changed',
  actions: 'Actions',
  viaGrant: 'By a grant',
  search: 'Search by name or login name',
  none: 'None',
  empty: 'Nobody has an authorization here yet.',
  onProject: (name: string) => `Project: ${name}`,
  onPerson: (name: string) => `Person: ${name}`,
  anyProject: 'All projects',
  anyPerson: 'All people',
  edit: 'Edit',
  editTitle: (person: string, project: string) => `${person} in ${project}`,
  activate: 'Activate',
  deactivate: 'Deactivate',
  remove: 'Delete',
  removeTitle: (count: number) =>
    count === 1 ? 'Delete this authorization?' : `Delete ${count} authorizations?`,
  removeText: 'The people lose the roles at once, and cannot log in where an authorization is needed.',
  removed: 'Deleted.',
  removedOf: (done: number, total: number) =>
    `${done} of ${total === 1 ? '1 authorization' : `${total} authorizations`} deleted.`,
  wasInactive: 'the authorization was inactive; a new one would be active at first, so it stays deleted',
  givenSince:
    'somebody has given this person roles on this project since; look at them before you change them',
  lacks: 'this page needs the right user.grant.read here',
})
