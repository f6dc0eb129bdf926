import { Button, Group, Text } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { useState } from 'react'
import { Confirm } from '../../kit/Confirm.tsx'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { Section } from '../../kit/Section.tsx'
import { AddKey } from './AddKey.tsx'
import { type MadeCredential, useNewCredential } from './credential.ts'
import { KeyTable } from './KeyTable.tsx'
import { credentialOf } from './methods.ts'
import { texts } from './texts.ts'
import { currentMethod } from './useApplication.ts'

/** The secret and the keys of an application. */
export function Credentials({
  application,
  canWrite,
}: {
  readonly application: Application
  readonly canWrite: boolean
}) {
  const [asking, setAsking] = useState<'secret' | 'key'>()
  const [made, setMade] = useState<MadeCredential>()
  const newCredential = useNewCredential(application)
  const method = currentMethod(application)
  const needs = method === undefined ? undefined : credentialOf(method)
  const close = () => setAsking(undefined)
  return (
    <>
      {needs !== 'key' && (
        <Section title={texts.secret.title} intro={needs === 'none' ? undefined : texts.secret.intro}>
          {needs === 'none' ? (
            <Text size="sm">{texts.secret.none}</Text>
          ) : (
            canWrite && (
              <Group>
                <Button variant="default" onClick={() => setAsking('secret')}>
                  {texts.secret.replace}
                </Button>
              </Group>
            )
          )}
        </Section>
      )}
      <Section
        title={texts.keys.title}
        intro={needs === 'key' ? texts.keys.intro : texts.keys.unused}
        actions={canWrite && <Button onClick={() => setAsking('key')}>{texts.keys.add}</Button>}
      >
        <KeyTable owner={{ case: 'applicationIdFilter', value: application }} canWrite={canWrite} />
      </Section>
      {asking === 'secret' && (
        <Confirm
          title={texts.secret.replace}
          text={texts.secret.replaceText}
          submitText={texts.secret.replace}
          danger
          act={async () => setMade(await newCredential('secret'))}
          close={close}
        />
      )}
      {asking === 'key' && (
        <AddKey
          add={async (expires) => {
            setMade(await newCredential('key', expires))
            close()
          }}
          close={close}
        />
      )}
      {made && asking === undefined && (
        <SecretOnce title={made.label} {...made} close={() => setMade(undefined)} />
      )}
    </>
  )
}
