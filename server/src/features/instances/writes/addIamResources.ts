import { publicOrigin } from '../../../access/publicOrigin.ts'
import type { Config } from '../../../config/config.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import { systemWriting } from '../../../eventlog/systemWriting.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import type { InstanceId, OrgId } from '../../../kernel/ids.ts'
import { addIamApplications, settleConsoles } from '../../applications/index.ts'
import type { Deps } from '../../manifest.ts'
import { addIamProject } from '../../projects/index.ts'
import { instanceDomainsFacet } from '../state.ts'

/** Adds to an instance all that stands for its own API and that it lacks (platform notes §2). */
export async function addIamResources(
  tx: Transaction,
  { config, orgId }: { readonly config: Config; readonly orgId: OrgId },
): Promise<void> {
  const projectId = await addIamProject(tx, orgId)
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  const { domains } = instance.state(instanceDomainsFacet)
  const origins = Object.keys(domains).map((domain) => publicOrigin(config, domain).url)
  await addIamApplications(tx, { projectId, origins, secure: config.externalSecure })
}

/**
 * Adds the same to the instances that a release without projects created, and lets every console be opened where the server is reached
 * now. Only one process may do this at a time; running it again changes nothing.
 */
export async function addMissingIamResources({
  database,
  log,
  clock,
  config,
}: Pick<Deps, 'database' | 'log' | 'clock' | 'config'>): Promise<void> {
  const instances = await database.query<{ instance_id: InstanceId; default_org_id: OrgId }>(
    `select instance_id, default_org_id from instances i where default_org_id <> ''
        and not exists (select from iam_projects p where p.instance_id = i.instance_id)`,
  )
  for (const { instance_id: id, default_org_id: orgId } of instances) {
    const ref = { type: 'instance', id }
    await workOn(log, systemWriting(clock, id), ref, (_, tx) => addIamResources(tx, { config, orgId }))
  }
  await settleConsoles({ database, log, clock }, (domain) => publicOrigin(config, domain).url)
}
