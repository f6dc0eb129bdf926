import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { kitTexts } from './texts.ts'

/** A page above this one. */
export interface Crumb {
  readonly text: string
  readonly to: string
}

/** The head of a page: where it stands, its name, and what can be done. The name is the title of the tab, too. */
export function PageHeader({
  title,
  intro,
  crumbs = [],
  actions,
  beside,
}: {
  readonly title: string
  readonly intro?: ReactNode
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
  /** Stands after the name, such as a state. */
  readonly beside?: ReactNode
}) {
  useEffect(() => {
    document.title = kitTexts.pageTitle(title)
  }, [title])
  return (
    <Stack gap={4} mb="md">
      {crumbs.length > 0 && (
        <Breadcrumbs component="nav" aria-label={kitTexts.breadcrumb} separator="›">
          {crumbs.map(({ text, to }) => (
            <Anchor key={to} component={Link} to={to} size="sm">
              {text}
            </Anchor>
          ))}
          <Text size="sm" c="dimmed" aria-current="page" truncate maw={240} lh={1.5}>
            {title}
          </Text>
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="center" gap="sm">
        <Group gap="xs" miw={0}>
          <Title order={1} size="h2" style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {beside}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {intro && <Text c="dimmed">{intro}</Text>}
    </Stack>
  )
}
