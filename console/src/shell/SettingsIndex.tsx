import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { settingGroups } from '../kit/area.ts'
import { PageHeader } from '../kit/PageHeader.tsx'
import { RowLink } from '../kit/RowLink.tsx'
import { kitTexts } from '../kit/texts.ts'
import { texts } from './texts.ts'
import { useSettings } from './useNavigation.ts'

/** The list of all settings that the caller may read at the level that is chosen. */
export function SettingsIndex() {
  const entries = useSettings()
  const level = useContextOrganization() === undefined ? 'instance' : 'organization'
  return (
    <>
      <PageHeader title={texts.settings} intro={texts.settingsIntro[level]} />
      {entries.length === 0 && <Text>{texts.noSettings}</Text>}
      {settingGroups
        .map((group) => ({ group, pages: entries.filter((entry) => entry.group === group) }))
        .filter(({ pages }) => pages.length > 0)
        .map(({ group, pages }) => (
          <section key={group} aria-label={kitTexts.settingGroups[group]}>
            <Title order={2} size="h5" mb="xs">
              {kitTexts.settingGroups[group]}
            </Title>
            <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }} spacing="sm" mb="lg">
              {pages.map(({ to, title, text }) => (
                <Stack key={to} className="card" p="md" gap={2}>
                  <RowLink to={to}>{title}</RowLink>
                  <Text size="sm" c="dimmed">
                    {text}
                  </Text>
                </Stack>
              ))}
            </SimpleGrid>
          </section>
        ))}
    </>
  )
}
