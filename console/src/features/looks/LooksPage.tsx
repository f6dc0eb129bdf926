import type { ReactNode } from 'react'
import { CallError } from '../../api/problem.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import type { SettingEntry } from '../../kit/area.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { texts } from './texts.ts'

/** A page of settings with its head, for those who may read it at the level of the address. */
export function LooksPage({
  entry: { title, text, needs },
  beside,
  actions,
  children,
}: {
  readonly entry: SettingEntry
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const orgId = useContextOrganization()
  const right = orgId === undefined ? needs.instance : needs.organization
  if (right === undefined) throw new CallError({ message: texts.onlyInstance(title), kind: 'not_found' })
  return (
    <Needed right={right} at={{ orgId: orgId ?? '', projectId: '' }}>
      <PageHeader
        title={title}
        intro={text}
        crumbs={[{ text: texts.settings, to: '/settings' }]}
        beside={beside}
        actions={actions}
      />
      {children}
    </Needed>
  )
}
