import { CopyField } from '../../kit/CopyField.tsx'
import { EndButton } from '../../kit/EndButton.tsx'
import { Entry } from '../../kit/EntryList.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { dateOf, type Instant, When } from '../../kit/When.tsx'
import { texts } from './texts.ts'

const { expiry: words } = texts
/** Expiries that are nearer than this stand out: 30 days. */
const soon = 30 * 86_400_000
/** A life without end is written as the end of the year 9999. */
const endless = 9000

/** A key or token of a machine by its id, with its life. */
export function CredentialEntry({
  id,
  created,
  expires,
  question,
  remove,
}: {
  readonly id: string
  readonly created: Instant | undefined
  readonly expires: Instant | undefined
  readonly question: string
  /** Without it the caller may not remove it. */
  remove?(): Promise<unknown>
}) {
  const end = dateOf(expires)
  const isEndless = end === undefined || end.getUTCFullYear() > endless
  const left = isEndless ? Number.POSITIVE_INFINITY : end.getTime() - Date.now()
  return (
    <Entry
      title={<CopyField value={id} label={texts.facts.id} />}
      badges={left < soon && <StateBadge tone="warn">{left < 0 ? words.expired : words.soon}</StateBadge>}
      details={[
        <>
          {texts.facts.created} <When at={created} />
        </>,
        isEndless ? (
          words.never
        ) : (
          <>
            {words.expires} <When at={expires} />
          </>
        ),
      ]}
      actions={remove && <EndButton text={kitTexts.remove} name={id} question={question} act={remove} />}
    />
  )
}
