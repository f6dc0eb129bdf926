import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CallError } from '../../api/problem.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { Needed } from '../../kit/Needed.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { entries, type PageName } from './entries.ts'
import { Features } from './Features.tsx'
import { Generators } from './Generators.tsx'
import { Languages } from './Languages.tsx'
import { LoginFactors } from './LoginFactors.tsx'
import {
  domainPolicy,
  notificationPolicy,
  oidcSettings,
  privacyPolicy,
  restrictions,
  securityPolicy,
} from './otherPolicies.ts'
import { PolicySection } from './PolicySection.tsx'
import type { Policy } from './policy.ts'
import { agePolicy, complexityPolicy, lockoutPolicy, loginPolicy } from './signInPolicies.ts'
import { texts } from './texts.ts'
import { WebKeys } from './WebKeys.tsx'

/** What each page shows. */
const pages: Readonly<Record<PageName, readonly Policy[] | (() => ReactNode)>> = {
  login: () => (
    <>
      <LoginFactors />
      <PolicySection policy={loginPolicy} />
    </>
  ),
  complexity: [complexityPolicy, agePolicy],
  lockout: [lockoutPolicy],
  domain: [domainPolicy],
  notification: [notificationPolicy],
  privacy: [privacyPolicy],
  security: [securityPolicy],
  oidc: [oidcSettings],
  generators: Generators,
  languages: Languages,
  restrictions: [restrictions],
  features: Features,
  keys: WebKeys,
}

/** One page of settings, at the level of the address. */
export function SettingPage() {
  const { setting } = useParams({ from: '/settings/$setting' })
  const orgId = useContextOrganization()
  const entry = entries.find(({ name }) => name === setting)
  if (entry === undefined) throw new CallError({ message: texts.notFound, kind: 'not_found' })
  const { title, text, needs, name } = entry
  const right = orgId === undefined ? needs.instance : needs.organization
  if (right === undefined) throw new CallError({ message: texts.onlyInstance(title), kind: 'not_found' })
  const page = pages[name]
  const Page = typeof page === 'function' ? page : undefined
  return (
    <Needed right={right} at={{ orgId: orgId ?? '', projectId: '' }}>
      <PageHeader title={title} intro={text} crumbs={[{ text: texts.title, to: '/settings' }]} />
      {Page ? (
        <Page />
      ) : (
        (page as readonly Policy[]).map((policy) => <PolicySection key={policy.title} policy={policy} />)
      )}
    </Needed>
  )
}
