import { Alert, Button, Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { BrandingColors } from './BrandingColors.tsx'
import { BrandingFiles } from './BrandingFiles.tsx'
import { BrandingPreview } from './BrandingPreview.tsx'
import { lookOf } from './branding.ts'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import { texts } from './texts.ts'
import { type OpenBranding, useBranding } from './useBranding.ts'

const words = texts.branding

/** The branding of the instance or of an organization: what is prepared, how it looks, and the step that makes it active. */
export function BrandingPage() {
  return (
    <LooksPage entry={entries.branding}>
      <Branding key={useContextOrganization() ?? ''} />
    </LooksPage>
  )
}

function Branding() {
  const branding = useBranding()
  const { prepared, error } = branding
  if (error) return <ProblemNotice error={error} />
  if (prepared === undefined) return <Skeleton height={300} aria-label={kitTexts.loading} />
  const look = lookOf(prepared)
  return (
    <>
      <BrandingState branding={branding} />
      <div className="branding">
        <div>
          <BrandingColors branding={branding} prepared={prepared} />
          <BrandingFiles branding={branding} prepared={prepared} />
        </div>
        <BrandingPreview key={look} themeMode={prepared.themeMode} />
      </div>
    </>
  )
}

/** Which branding this is, and the acts on all of it. */
function BrandingState({ branding }: { readonly branding: OpenBranding }) {
  const orgId = useContextOrganization()
  const [isResetting, setResetting] = useState(false)
  const [isActivating, setActivating] = useState(false)
  const { isPending, isOwn, canWrite, canReset } = branding
  const activate = async () => {
    setActivating(true)
    try {
      await branding.activate()
      notifyDone(words.activated)
    } catch (problem) {
      notifyProblem(problem)
    } finally {
      setActivating(false)
    }
  }
  return (
    <div className="branding-state">
      {orgId !== undefined && <StateBadge>{isOwn ? words.own : words.inherited}</StateBadge>}
      <StateBadge tone={isPending ? 'warn' : 'good'}>{isPending ? words.pending : words.active}</StateBadge>
      {canReset && (
        <Button size="xs" variant="subtle" color="red" onClick={() => setResetting(true)}>
          {words.reset}
        </Button>
      )}
      {isPending && (
        <Alert variant="light" color="brand" w="100%">
          {words.pendingText}
          {canWrite && (
            <Button mt="xs" display="block" loading={isActivating} onClick={() => void activate()}>
              {words.activate}
            </Button>
          )}
        </Alert>
      )}
      {isResetting && (
        <Confirm
          title={words.resetTitle}
          text={words.resetText}
          submitText={words.reset}
          danger
          act={async () => {
            await branding.reset()
            notifyDone(words.wasReset)
          }}
          close={() => setResetting(false)}
        />
      )}
    </div>
  )
}
