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
  const [asked, ask, close] = useLazyState<BulkAct | 'roles'>()
  return (
    <Group gap="xs">
      {can('user.grant.write') && (
        <Button size="xs" variant="default" onClick={() => ask('roles')}>
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
            onClick={() => ask(act)}
          >
            {texts.bulk[act].button}
          </Button>
        ))}
      <Suspense>
        {asked === 'roles' && <BulkRoles ids={ids} keep={list.select} close={close} />}
        {asked && asked !== 'roles' && <BulkDialog act={asked} ids={ids} keep={list.select} close={close} />}
      </Suspense>
    </Group>
  )
}
