import { Button, Skeleton, Text } from '@mantine/core'
import {
  type ApplicationKey,
  ApplicationKeysSorting,
} from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { CopyField } from '../../kit/CopyField.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { dateOf, When } from '../../kit/When.tsx'
import { texts } from './texts.ts'
import { anywhere } from './useApplication.ts'

/** Whose keys are listed. */
type KeyOwner =
  | { readonly case: 'applicationIdFilter'; readonly value: { readonly applicationId: string } }
  | { readonly case: 'projectIdFilter'; readonly value: { readonly projectId: string } }

const most = 100

/** Keys by the time when they end, the next one first. Names the application of each if `names` are given. */
export function KeyTable({
  owner,
  canWrite,
  names,
}: {
  readonly owner: KeyOwner
  readonly canWrite: boolean
  readonly names?: ReadonlyMap<string, string>
}) {
  const { data, error } = useCall(
    ApplicationService.method.listApplicationKeys,
    {
      pagination: { limit: most, asc: true },
      sortingColumn: ApplicationKeysSorting.APPLICATION_KEYS_SORT_BY_EXPIRATION,
      filters: [{ filter: filterOf(owner) }],
    },
    anywhere,
  )
  const [removing, setRemoving] = useState<ApplicationKey>()
  const remove = useChange(ApplicationService.method.deleteApplicationKey, anywhere)
  if (error) return <ProblemNotice error={error} />
  if (data === undefined) return <Skeleton height={60} aria-label={kitTexts.loading} />
  if (data.keys.length === 0) return <Text size="sm">{texts.keys.empty}</Text>
  return (
    <>
      <EntryList label={texts.keys.title}>
        {data.keys.map((key) => (
          <Entry
            key={key.keyId}
            title={
              names ? (
                <RowLink to={`/projects/${key.projectId}/applications/${key.applicationId}?tab=credentials`}>
                  {names.get(key.applicationId) ?? key.applicationId}
                </RowLink>
              ) : (
                <CopyField value={key.keyId} label={texts.keys.id} />
              )
            }
            badges={<ExpiryBadge at={dateOf(key.expirationDate)} />}
            details={[
              <>
                {texts.keys.madeAt} <When at={key.creationDate} />
              </>,
              <>
                {texts.keys.ends} <When at={key.expirationDate} />
              </>,
            ]}
            actions={
              canWrite && (
                <Button size="xs" variant="subtle" color="red" onClick={() => setRemoving(key)}>
                  {texts.keys.remove}
                </Button>
              )
            }
          >
            {names && <CopyField value={key.keyId} label={texts.keys.id} />}
          </Entry>
        ))}
      </EntryList>
      {removing && (
        <Confirm
          title={texts.keys.removeTitle}
          text={texts.keys.removeText}
          submitText={texts.keys.remove}
          danger
          act={() =>
            remove.mutateAsync({
              keyId: removing.keyId,
              applicationId: removing.applicationId,
              projectId: removing.projectId,
            })
          }
          close={() => setRemoving(undefined)}
        />
      )}
    </>
  )
}

function filterOf(owner: KeyOwner) {
  return owner.case === 'applicationIdFilter'
    ? ({ case: owner.case, value: { applicationId: owner.value.applicationId } } as const)
    : ({ case: owner.case, value: { projectId: owner.value.projectId } } as const)
}

/** Days before the end from which a key is marked. */
const soon = 30

function ExpiryBadge({ at }: { readonly at: Date | undefined }) {
  const days = at === undefined ? Number.POSITIVE_INFINITY : (at.getTime() - Date.now()) / 86_400_000
  const word = days < 0 ? texts.keys.expired : days < soon ? texts.keys.soon : texts.keys.live
  return <StateBadge tone={days < soon ? 'warn' : 'good'}>{word}</StateBadge>
}
