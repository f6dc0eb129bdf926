import type { ReactNode } from 'react'
import { AccessTab } from './AccessTab.tsx'
import { AuthorizationsSection } from './AuthorizationsSection.tsx'
import { type Account, isHuman, isMachine } from './account.ts'
import { ChangesTab } from './ChangesTab.tsx'
import { CredentialsTab } from './CredentialsTab.tsx'
import { MachineTab } from './MachineTab.tsx'
import { MembershipsSection } from './MembershipsSection.tsx'
import { MetadataTab } from './MetadataTab.tsx'
import { OverviewTab } from './OverviewTab.tsx'
import { texts } from './texts.ts'
import { WhyTab } from './WhyTab.tsx'

interface Tab {
  readonly key: string
  readonly text: string
  readonly shown: ReactNode
}

/** The parts of an account's page that its kind has and the caller may see. */
export function tabsOf(account: Account, may: (right: string) => boolean): readonly Tab[] {
  const { tabs } = texts
  const maybe = (shown: boolean, tab: Tab) => (shown ? [tab] : [])
  return [
    { key: 'overview', text: tabs.overview, shown: <OverviewTab account={account} /> },
    ...(isHuman(account)
      ? [{ key: 'factors', text: tabs.factors, shown: <CredentialsTab account={account} /> }]
      : []),
    ...(isMachine(account)
      ? [{ key: 'credentials', text: tabs.credentials, shown: <MachineTab account={account} /> }]
      : []),
    ...maybe(may('session.read'), {
      key: 'access',
      text: tabs.access,
      shown: <AccessTab account={account} />,
    }),
    ...(isHuman(account) ? [{ key: 'why', text: tabs.why, shown: <WhyTab account={account} /> }] : []),
    ...maybe(may('user.grant.read') || may('user.membership.read'), {
      key: 'roles',
      text: tabs.roles,
      shown: (
        <>
          {may('user.grant.read') && <AuthorizationsSection account={account} />}
          {may('user.membership.read') && <MembershipsSection account={account} />}
        </>
      ),
    }),
    ...maybe(may('user.read'), {
      key: 'metadata',
      text: tabs.metadata,
      shown: <MetadataTab account={account} />,
    }),
    ...maybe(may('user.read'), {
      key: 'changes',
      text: tabs.changes,
      shown: <ChangesTab account={account} />,
    }),
  ]
}
