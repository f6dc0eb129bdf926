import { ActionIcon, Button, Menu } from '@mantine/core'
import IconDots from '@tabler/icons-react/icons/IconDots'
import IconDownload from '@tabler/icons-react/icons/IconDownload'
import IconRobot from '@tabler/icons-react/icons/IconRobot'
import IconUpload from '@tabler/icons-react/icons/IconUpload'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { ListState } from '../../kit/listState.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useLazyState } from '../../kit/useLazyState.ts'
import { useRights } from '../../kit/useRights.ts'
import { texts } from './texts.ts'
import { useAdding } from './useAdding.ts'

const ExportPeople = lazy(() =>
  import('./ExportPeople.tsx').then((module) => ({ default: module.ExportPeople })),
)

/** What can be done with the list as a whole. */
export function PeopleActions({
  list,
  total,
  more,
}: {
  readonly list: ListState
  readonly total: number
  /** Whether more than `total` match. */
  readonly more: boolean
}) {
  const { can } = useRights()
  const navigate = useNavigate()
  const { open } = useAdding()
  const [isExporting, exportThem, close] = useLazyState<true>()
  const canAdd = can('user.write')
  return (
    <>
      {canAdd && <Button onClick={() => open('person')}>{texts.addTitles.person}</Button>}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={kitTexts.more}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {canAdd && (
            <>
              <Menu.Item leftSection={<IconRobot size={16} />} onClick={() => open('machine')}>
                {texts.addTitles.machine}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconUpload size={16} />}
                onClick={() => void navigate({ to: '/people-import' })}
              >
                {texts.import.title}
              </Menu.Item>
            </>
          )}
          <Menu.Item
            leftSection={<IconDownload size={16} />}
            disabled={total === 0}
            onClick={() => exportThem(true)}
          >
            {texts.export.title}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {isExporting && <ExportPeople list={list} total={total} more={more} close={close} />}
      </Suspense>
    </>
  )
}
