import { Button, Skeleton, Text } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { EntryList } from '../../kit/EntryList.tsx'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import type { Machine } from './account.ts'
import { CredentialEntry } from './CredentialEntry.tsx'
import { ExpiryForm } from './ExpiryForm.tsx'
import { texts } from './texts.ts'

const { keys: words } = texts

/** The keys of a machine: a key pair is made here, its file is kept once. */
export function MachineKeys({ account: { userId, orgId } }: { readonly account: Machine }) {
  const { can } = useRights()
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<{ readonly keyId: string; readonly content: string }>()
  const read = useCall(
    UserService.method.listKeys,
    {
      pagination: { limit: 100 },
      filters: [{ filter: { case: 'userIdFilter', value: { id: userId } } }],
    },
    { orgId: '' },
  )
  const add = useChange(UserService.method.addKey, { orgId })
  const remove = useChange(UserService.method.removeKey, { orgId })
  const canWrite = can('user.write', { orgId })
  const keys = read.data?.result
  return (
    <Section
      title={words.title}
      intro={words.intro}
      actions={
        canWrite && (
          <Button variant="default" size="xs" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )
      }
    >
      {read.error && <ProblemNotice error={read.error} />}
      {keys === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {keys?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {keys?.map(({ id, creationDate, expirationDate }) => (
          <CredentialEntry
            key={id}
            id={id}
            created={creationDate}
            expires={expirationDate}
            question={words.removeText}
            {...(canWrite && { remove: () => remove.mutateAsync({ userId, keyId: id }) })}
          />
        ))}
      </EntryList>
      {isAdding && (
        <ExpiryForm
          title={words.add}
          submitText={words.add}
          make={async (expirationDate) => {
            const { keyId, keyContent } = await add.mutateAsync({
              userId,
              expirationDate,
            })
            setMade({ keyId, content: new TextDecoder().decode(keyContent) })
          }}
          close={() => setAdding(false)}
        />
      )}
      {made && (
        <SecretOnce
          title={words.made}
          label={words.file}
          secret={made.content}
          file={`${made.keyId}.json`}
          close={() => setMade(undefined)}
        />
      )}
    </Section>
  )
}
