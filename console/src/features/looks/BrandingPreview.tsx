import { Anchor, Group, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { Section } from '../../kit/Section.tsx'
import { texts } from './texts.ts'

const words = texts.branding

/** The real login page with the prepared branding. Nothing can be sent from the frame. */
export function BrandingPreview({
  themeMode = 'THEME_MODE_AUTO',
}: {
  readonly themeMode?: string | undefined
}) {
  const orgId = useContextOrganization()
  const [theme, setTheme] = useState<'light' | 'dark'>('light')
  const organization = orgId === undefined ? '' : `&organization=${encodeURIComponent(orgId)}`
  const shown = themeMode === 'THEME_MODE_AUTO' ? theme : 'true'
  const address = `/ui/v2/login/loginname?preview=${shown}${organization}`
  return (
    <Section
      title={words.preview}
      intro={words.previewIntro}
      actions={
        <Anchor href={address} target="_blank" rel="noopener" size="sm">
          {words.previewOpen}
        </Anchor>
      }
    >
      {themeMode === 'THEME_MODE_AUTO' && (
        <Group>
          <SegmentedControl
            aria-label={words.previewTheme}
            data={words.previewThemes}
            value={theme}
            onChange={(chosen) => setTheme(chosen === 'dark' ? 'dark' : 'light')}
          />
        </Group>
      )}
      <div inert>
        <iframe
          key={theme}
          className="branding-frame"
          title={words.previewFrame}
          src={address}
          sandbox="allow-same-origin allow-scripts"
        />
      </div>
    </Section>
  )
}
