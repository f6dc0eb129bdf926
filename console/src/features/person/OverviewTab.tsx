import { Grid, Stack } from '@mantine/core'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { Section } from '../../kit/Section.tsx'
import { useOrganizations } from '../../kit/useOrganizations.ts'
import { When } from '../../kit/When.tsx'
import { type Account, isHuman, isMachine } from './account.ts'
import { EmailSection } from './EmailSection.tsx'
import { MachineForm } from './MachineForm.tsx'
import { PhoneSection } from './PhoneSection.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { texts } from './texts.ts'
import { UserNameForm } from './UserNameForm.tsx'

/** Who an account is: names, contacts, ids and dates. */
export function OverviewTab({ account }: { readonly account: Account }) {
  return (
    <Grid>
      <Grid.Col span={{ base: 12, md: 8 }}>
        {isHuman(account) && <ProfileForm account={account} />}
        {isMachine(account) && <MachineForm account={account} />}
        {isHuman(account) && (
          <>
            <EmailSection account={account} />
            <PhoneSection account={account} />
          </>
        )}
        <UserNameForm account={account} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <AccountFacts account={account} />
      </Grid.Col>
    </Grid>
  )
}

function AccountFacts({ account: { userId, orgId, user, human } }: { readonly account: Account }) {
  const { facts } = texts
  const { organizations } = useOrganizations({ id: orgId, enabled: orgId !== '' })
  const [organization] = organizations
  return (
    <Section title={facts.title}>
      <Facts
        facts={[
          [facts.id, <CopyField key="id" value={userId} label={facts.id} />],
          [
            facts.loginNames,
            <Stack key="names" gap={2} align="flex-start">
              {user.loginNames.map((name) => (
                <CopyField key={name} value={name} label={facts.loginName} />
              ))}
            </Stack>,
          ],
          [
            facts.organization,
            organization ? (
              <RowLink key="org" to={`/organizations/${orgId}`}>
                {organization.name}
              </RowLink>
            ) : (
              <CopyField key="org" value={orgId} label={facts.organization} />
            ),
          ],
          [facts.created, <When key="created" at={user.details?.creationDate} />],
          [facts.changed, <When key="changed" at={user.details?.changeDate} />],
          ...(human
            ? [
                [facts.passwordChanged, <When key="password" at={human.passwordChanged} />] as const,
                [
                  facts.mfaSkipped,
                  human.mfaInitSkipped ? <When key="mfa" at={human.mfaInitSkipped} /> : null,
                ] as const,
              ]
            : []),
        ]}
      />
    </Section>
  )
}
