import { Skeleton, Tabs } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCall } from '../../api/useCall.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { AccountActions } from './AccountActions.tsx'
import { AccountStateBadge } from './AccountStateBadge.tsx'
import { type Account, accountOf } from './account.ts'
import { Banner } from './Banner.tsx'
import { tabsOf } from './tabs.tsx'
import { texts } from './texts.ts'

/** One person or machine. Everybody sees themselves; others need the right to read people. */
export function PersonPage() {
  const { userId } = useParams({ from: '/people/$userId' })
  const { rights } = useRights()
  if (rights.userId === userId) return <Read userId={userId} />
  return (
    <Needed right="user.read">
      <Read userId={userId} />
    </Needed>
  )
}

function Read({ userId }: { readonly userId: string }) {
  const read = useCall(UserService.method.getUserByID, { userId }, { orgId: '' })
  if (read.error) throw read.error
  const user = read.data?.user
  if (user === undefined || user.userId !== userId) {
    return <Skeleton height={200} aria-label={kitTexts.loading} />
  }
  return <Shown account={accountOf(user)} key={userId} />
}

function Shown({ account }: { readonly account: Account }) {
  const { can } = useRights()
  const navigate = useNavigate()
  const search = useSearch({ from: '/people/$userId' })
  const tabs = tabsOf(account, (right) => can(right, { orgId: account.orgId }))
  const tab = tabs.find(({ key }) => key === search.tab) ?? tabs[0]
  const open = (key: string | null) =>
    void navigate({
      to: '.',
      replace: true,
      search: (before) =>
        ({ ...before, tab: key === tabs[0]?.key ? undefined : (key ?? undefined) }) as never,
    })
  return (
    <>
      <PageHeader
        title={account.name}
        crumbs={[{ text: texts.people, to: '/people' }]}
        beside={<AccountStateBadge account={account} />}
        actions={<AccountActions account={account} />}
      />
      <Banner account={account} />
      <Tabs value={tab?.key ?? null} onChange={open} keepMounted={false}>
        <Tabs.List mb="md">
          {tabs.map(({ key, text }) => (
            <Tabs.Tab key={key} value={key}>
              {text}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ key, shown }) => (
          <Tabs.Panel key={key} value={key}>
            {shown}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
