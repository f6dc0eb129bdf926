import type { Call } from '../../../access/call.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import type { InstanceId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import type { DomainCommand } from '../commands/changeDomains.ts'
import { renameInstance } from '../commands/changeInstance.ts'
import {
  type DomainQuery,
  type InstanceQuery,
  listDomains,
  listInstances,
  listTrustedDomains,
  requireInstance,
} from '../queries.ts'
import { removeInstance, writeDomain, writeInstance } from '../writes/writeInstance.ts'

/** A search as messages of v2 and v2beta describe it. */
interface Search<Query> {
  readonly queries: readonly Query[]
  readonly sortingColumn?: number | undefined
  readonly pagination?: Parameters<typeof paginationPage>[0]
}

/** The methods on instances that v2 and v2beta share. The caller must already be permitted on the instance of the id. */
export const instancesById = (deps: Deps) => {
  const hosts = async (list: typeof listDomains, id: InstanceId, wanted: Search<DomainQuery>) => {
    await requireInstance(deps.database, id)
    const page = paginationPage(wanted.pagination)
    const { queries, sortingColumn = 0 } = wanted
    const { rows, total } = await list(deps.database, id, { queries, sortingColumn, page })
    return { rows, pagination: paginated(total, page.limit) }
  }

  return {
    get: (id: InstanceId) => requireInstance(deps.database, id),
    async list({ queries, sortingColumn = 0, pagination }: Search<InstanceQuery>) {
      const page = paginationPage(pagination)
      const { rows, total } = await listInstances(deps.database, { queries, sortingColumn, page })
      return { rows, pagination: paginated(total, page.limit) }
    },
    rename: async (call: Call, id: InstanceId, name: string) =>
      changeDate(await writeInstance(deps, call, id, (instance) => renameInstance(instance, name))),
    remove: (call: Call, id: InstanceId) => removeInstance(deps, call, id),
    /** Returns the instant of the last change. */
    writeDomain: async (call: Call, id: InstanceId, command: DomainCommand, domain: string) =>
      timestamp((await writeDomain(deps, call, id, command, domain)).changedAt),
    domains: (id: InstanceId, wanted: Search<DomainQuery>) => hosts(listDomains, id, wanted),
    trustedDomains: (id: InstanceId, wanted: Search<DomainQuery>) => hosts(listTrustedDomains, id, wanted),
  }
}
