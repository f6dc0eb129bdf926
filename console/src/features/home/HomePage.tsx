import { Anchor, Stack, Text } from '@mantine/core'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { Section } from '../../kit/Section.tsx'
import { useRights } from '../../kit/useRights.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { texts } from './texts.ts'

/** The first page. People without any right are sent to their own account. */
export function HomePage() {
  const { rights } = useRights()
  const { environment } = useSession()
  const places = [rights.instance, ...rights.organizations, ...rights.projects, ...rights.grants]
  const hasNone = places.every(({ permissions }) => permissions.length === 0)
  if (hasNone) {
    return (
      <Stack>
        <PageHeader title={texts.noRightsTitle} />
        <Text>{texts.noRights}</Text>
        <Anchor href="/ui/account">{texts.ownAccount}</Anchor>
      </Stack>
    )
  }
  return (
    <Stack>
      <PageHeader title={texts.title} />
      <Section title={environment.instance}>
        <Text c="dimmed">Sallyport {environment.version}</Text>
      </Section>
    </Stack>
  )
}
