import { Skeleton } from '@mantine/core'
import { useRead } from '../../api/useRead.ts'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { texts } from './texts.ts'

const members = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'introspection_endpoint',
  'revocation_endpoint',
  'end_session_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
] as const

/** The addresses that a client needs, as the discovery document names them. */
export function Endpoints() {
  const { environment } = useSession()
  const { data, error } = useRead<Partial<Record<(typeof members)[number], string>>>(
    '/.well-known/openid-configuration',
    { orgId: '' },
  )
  const discovery = `${environment.issuer}/.well-known/openid-configuration`
  return (
    <Section title={texts.tabs.urls} intro={texts.urls.intro}>
      {error && <ProblemNotice error={error} />}
      {data === undefined && !error && <Skeleton height={120} aria-label={kitTexts.loading} />}
      {data && (
        <Facts
          facts={[
            [
              texts.urls.discovery,
              <CopyField key="discovery" value={discovery} label={texts.urls.discovery} />,
            ],
            ...members.flatMap((name) => {
              const value = data[name]
              const label = texts.urls[name]
              return value ? [[label, <CopyField key={name} value={value} label={label} />] as const] : []
            }),
          ]}
        />
      )}
    </Section>
  )
}
