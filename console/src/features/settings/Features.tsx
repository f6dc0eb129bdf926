import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useRestChange } from '../../api/useRead.ts'
import { Allowed } from '../../kit/Allowed.tsx'
import { Confirm } from '../../kit/Confirm.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { askLoginOfAll } from './askLoginOfAll.ts'
import { fieldTexts } from './fieldTexts.ts'
import { PolicySection } from './PolicySection.tsx'
import { fieldsOf, type Policy, type SettingField } from './policy.ts'
import { texts } from './texts.ts'

const path = '/v2/features/instance'
const instance = {
  read: `${path}?inheritance=true`,
  write: { method: 'PUT', path },
  needs: 'iam.feature.write',
} as const

const flagNames = Object.keys(fieldTexts.flags) as (keyof typeof fieldTexts.flags)[]

const loginFlag: Policy = {
  ...texts.policies.loginFlag,
  instance,
  fields: fieldsOf(fieldTexts.loginFlag, {
    required: { kind: 'switch', inside: ['loginV2', 'required'] },
    baseUri: { kind: 'text', inside: ['loginV2', 'baseUri'] },
  }),
  warnings: ({ required, baseUri }) => (required && baseUri !== '' ? [texts.warnings.ownLogin] : []),
  askWarnings: askLoginOfAll,
}

const flags: Policy = {
  ...texts.policies.flags,
  instance,
  writesChanged: true,
  fields: fieldsOf(
    fieldTexts.flags,
    Object.fromEntries(
      flagNames.map((name) => [name, { kind: 'switch', inside: [name, 'enabled'] }] as const),
    ) as unknown as Readonly<Record<keyof typeof fieldTexts.flags, Pick<SettingField, 'kind' | 'inside'>>>,
  ),
}

/** The login of one's own, and the flags that are only stored. */
export function Features() {
  const [isAsking, setAsking] = useState(false)
  const change = useRestChange()
  return (
    <>
      <PolicySection policy={loginFlag} />
      <PolicySection policy={flags} />
      <Allowed needs="iam.feature.delete" at={{ orgId: '' }}>
        <Group>
          <Button color="red" variant="outline" onClick={() => setAsking(true)}>
            {texts.flags.reset}
          </Button>
        </Group>
      </Allowed>
      {isAsking && (
        <Confirm
          title={texts.flags.resetTitle}
          text={texts.flags.resetText}
          submitText={texts.flags.reset}
          danger
          act={async () => {
            await change.mutateAsync({ method: 'DELETE', path })
            notifyDone(texts.flags.resetDone)
          }}
          close={() => setAsking(false)}
        />
      )}
    </>
  )
}
