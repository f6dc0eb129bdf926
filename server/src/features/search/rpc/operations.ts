import type { Operation } from '../../../access/operation.ts'
import { flag, listOf, object, text } from '../../../contract/openapi/ownOperations.ts'
import type { Deps } from '../../manifest.ts'
import { findAnything, type Hit } from '../findAnything.ts'

const kinds = ['person', 'machine', 'organization', 'project', 'application'] as const
const matches = ['exact', 'prefix', 'part'] as const

const result = object({
  kind: text(undefined, kinds),
  id: text(),
  name: text(),
  detail: text('The login name, the primary domain, or the client id; else empty.'),
  orgId: text(),
  orgName: text(),
  'projectId?': text(),
  'projectName?': text(),
  state: text(),
  match: text(undefined, matches),
})

/** One search over everything that has an id or a name. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path: '/sallyport/v1/search',
    describes: {
      name: 'Search',
      summary: 'Find people, machines, organizations, projects and applications by id or name',
      description:
        'Finds ids, names, login names, e-mail addresses, phone numbers, domains and client ids. A text of fewer than 3 characters finds only what is equal to it or begins with it.',
      permission:
        'any token; results are what the caller may read by `user.read`, `org.read`, `project.read` and `project.app.read`',
      query: {
        q: {
          description: 'The text.',
          required: true,
          schema: { type: 'string', minLength: 1, maxLength: 200 },
        },
        limit: {
          description: 'The most results.',
          schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
        },
      },
      reply: object({
        results: listOf(result, 'Exact matches first.'),
        more: flag('Whether there are more results than `limit`.'),
      }),
    },
    async run({ query }, call) {
      const limit = query.number('limit')
      const hits = await findAnything(deps, call, { text: query.text('q').trim(), limit: limit + 1 })
      return { results: hits.slice(0, limit).map(shown), more: hits.length > limit }
    },
  },
]

function shown({ kind, id, name, detail, rank, state, ...of }: Hit) {
  return {
    kind,
    id,
    name,
    detail,
    orgId: of.org_id,
    orgName: of.org_name,
    ...(of.project_id !== null && { projectId: of.project_id, projectName: of.project_name ?? '' }),
    state,
    match: matches[rank],
  }
}
