import { Button, Group } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { ListState } from '../../kit/listState.ts'
import { useLazyState } from '../../kit/useLazyState.ts'
import { useRights } from '../../kit/useRights.ts'
import { type BulkAct, bulkActs } from './bulkActs.ts'
import { texts } from './texts.ts'

const BulkRoles = lazy(() => import('./BulkRoles.tsx').then((module) => ({ default: module.BulkRoles })))
const BulkDialog = lazy(() => import('./BulkDialog.tsx').then((module) => ({ default: module.BulkDialog })))

/** What can be done with the selected users. */
export function BulkActions({ ids, list }: { readonly ids: readonly string[]; readonly list: ListState }) {
  const { can } = useRights()
  const [asking, setAsking] = useLazyState<BulkAct | 'roles' | undefined>(undefined)
  const close = () => setAsking(undefined)
  return (
    <Group gap="xs">
      {can('user.grant.write') && (
        <Button size="xs" variant="default" onClick={() => setAsking('roles')}>
          {texts.bulk.roles.button}
        </Button>
      )}
      {bulkActs
        .filter((act) => can(act === 'remove' ? 'user.delete' : 'user.write'))
        .map((act) => (
          <Button
            key={act}
            size="xs"
            variant="default"
            {...(act === 'remove' && { color: 'red', variant: 'outline' })}
            onClick={() => setAsking(act)}
          >
            {texts.bulk[act].button}
          </Button>
        ))}
      <Suspense>
        {asking === 'roles' && <BulkRoles ids={ids} keep={list.select} close={close} />}
        {asking && asking !== 'roles' && (
          <BulkDialog act={asking} ids={ids} keep={list.select} close={close} />
        )}
      </Suspense>
    </Group>
  )
}
