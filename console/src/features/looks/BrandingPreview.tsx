import { Anchor, Group, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Section } from '../../kit/Section.tsx'
import { LoginFrame, useLoginAddress } from './LoginFrame.tsx'
import { texts } from './texts.ts'

const words = texts.branding

/** The real login page with the prepared branding. Nothing can be sent from the frame. */
export function BrandingPreview({
  themeMode = 'THEME_MODE_AUTO',
}: {
  readonly themeMode?: string | undefined
}) {
  const [theme, setTheme] = useState<'light' | 'dark'>('light')
  const address = useLoginAddress({ preview: themeMode === 'THEME_MODE_AUTO' ? theme : 'true' })
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
            data={[...words.previewThemes]}
            value={theme}
            onChange={(chosen) => setTheme(chosen === 'dark' ? 'dark' : 'light')}
          />
        </Group>
      )}
      <LoginFrame key={theme} title={words.previewFrame} address={address} />
    </Section>
  )
}
