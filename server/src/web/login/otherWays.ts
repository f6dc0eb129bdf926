import type { Fill } from '../kit/html.ts'
import { secondaryLink } from '../kit/parts.ts'
import type { PageContext } from '../pages/pageContext.ts'

/** Returns the link to the other factors that the step accepts; nothing if there is none. */
export function otherWays({ t, step, link }: PageContext): Fill {
  if (step.kind === 'second_factor' && step.options.length > 1) {
    return secondaryLink({ href: link('mfa'), text: t('common.other_way') })
  }
  if (step.kind === 'enrol' && (step.options.length > 1 || step.skippable)) {
    return secondaryLink({ href: link('mfa/set'), text: t('common.other_way') })
  }
  return undefined
}
