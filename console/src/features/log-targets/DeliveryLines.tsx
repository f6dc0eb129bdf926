import { Text } from '@mantine/core'
import { When } from '../../kit/When.tsx'
import { failureText } from './failureText.ts'
import type { Delivery } from './target.ts'
import { texts } from './texts.ts'

/** How the delivery to a target goes: what was delivered last, what waits, and why it fails. */
export function DeliveryLines({ delivery }: { readonly delivery: Delivery }) {
  const {
    lastDeliveredAt,
    waiting,
    more,
    waitingSince,
    failingSince,
    lastError,
    lastFailure,
    nextAttemptAt,
  } = delivery
  return (
    <>
      <Text size="sm" component="div">
        {lastDeliveredAt ? (
          <>
            {texts.lastDelivered} <When at={lastDeliveredAt} />
          </>
        ) : (
          texts.neverDelivered
        )}
        {waiting > 0 && (
          <>
            {' · '}
            {texts.waiting(waiting, more)}
            {waitingSince && (
              <>
                {', '}
                {texts.oldest} <When at={waitingSince} />
              </>
            )}
          </>
        )}
      </Text>
      {failingSince && (
        <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
          {texts.failingSince} <When at={failingSince} /> – {failureText(lastFailure, lastError ?? '')}
          {nextAttemptAt && (
            <>
              {' · '}
              {texts.nextAttempt} <When at={nextAttemptAt} />
            </>
          )}
        </Text>
      )}
    </>
  )
}
