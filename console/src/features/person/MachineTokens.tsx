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

const { tokens: words } = texts

/** The personal access tokens of a machine. */
export function MachineTokens({ account: { userId, orgId } }: { readonly account: Machine }) {
  const { can } = useRights()
  const [isAdding, setAdding] = useState(false)
  const [token, setToken] = useState<string>()
  const read = useCall(
    UserService.method.listPersonalAccessTokens,
    {
      pagination: { limit: 100 },
      filters: [{ filter: { case: 'userIdFilter', value: { id: userId } } }],
    },
    { orgId: '' },
  )
  const add = useChange(UserService.method.addPersonalAccessToken, { orgId })
  const remove = useChange(UserService.method.removePersonalAccessToken, { orgId })
  const canWrite = can('user.write', { orgId })
  const tokens = read.data?.result
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
      {tokens === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {tokens?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {tokens?.map(({ id, creationDate, expirationDate }) => (
          <CredentialEntry
            key={id}
            id={id}
            created={creationDate}
            expires={expirationDate}
            question={words.removeText}
            {...(canWrite && { remove: () => remove.mutateAsync({ userId, tokenId: id }) })}
          />
        ))}
      </EntryList>
      {isAdding && (
        <ExpiryForm
          title={words.add}
          submitText={words.add}
          make={async (expirationDate) => {
            const made = await add.mutateAsync({ userId, expirationDate })
            setToken(made.token)
          }}
          close={() => setAdding(false)}
        />
      )}
      {token && (
        <SecretOnce title={words.made} label={words.token} secret={token} close={() => setToken(undefined)} />
      )}
    </Section>
  )
}
