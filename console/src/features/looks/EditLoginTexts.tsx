import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRestChange, useRestSender } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { languageName } from '../../language/language.ts'
import { LoginFrame, useLoginAddress } from './LoginFrame.tsx'
import {
  labelOf,
  namesOf,
  ownTexts,
  type Screen,
  type ScreenTexts,
  type Texts,
  withChanges,
} from './loginTextTable.ts'
import { loginTextTexts as words } from './loginTextTexts.ts'

/** The texts of one page in one language, each with what it says otherwise, beside the real login page. */
export function EditLoginTexts({
  screen,
  language,
  path,
  custom,
  above,
  product,
}: {
  readonly screen: Screen
  readonly language: string
  readonly path: string
  readonly custom: ScreenTexts
  readonly above: ScreenTexts
  readonly product: ScreenTexts
}) {
  const orgId = useContextOrganization()
  const { can } = useRights()
  const read = useRestSender()
  const change = useRestChange<unknown>()
  const [isResetting, setResetting] = useState(false)
  const address = useLoginAddress({ preview: 'live', ui_locales: language })
  const right = orgId === undefined ? 'iam.policy' : 'policy'
  const at = { orgId: orgId ?? '', projectId: '' }
  const canWrite = can(`${right}.write`, at)
  const edit = useEditForm<Texts>({
    initial: ownTexts(custom, screen),
    async save(changed) {
      // All texts of a language are written at once, so those of other pages are read again right before.
      const now = await read<{ readonly customText?: ScreenTexts }>({ path })
      const body = withChanges(textsAlone(now.customText ?? {}), screen, changed as Texts)
      await change.mutateAsync({ method: 'PUT', path, body })
      notifyDone(words.saved)
    },
  })
  const own = Object.values(textsAlone(custom))
    .flatMap((texts) => Object.values(texts ?? {}))
    .filter(Boolean)
  return (
    <div className="branding">
      <Section
        title={words.edit}
        intro={words.editIntro}
        actions={own.length > 0 && <StateBadge>{words.own(own.length)}</StateBadge>}
      >
        <FormCard edit={edit} canWrite={canWrite}>
          {namesOf(screen).map((name) => (
            <OneText
              key={name}
              label={labelOf(name)}
              ofInstance={above[screen]?.[name] ?? ''}
              standard={product[screen]?.[name] ?? ''}
              field={edit.form.getInputProps(name)}
              {...(canWrite && { clear: () => edit.form.setFieldValue(name, '') })}
            />
          ))}
        </FormCard>
        {own.length > 0 && can(`${right}.delete`, at) && (
          <Group>
            <Button size="xs" variant="subtle" color="red" onClick={() => setResetting(true)}>
              {words.reset}
            </Button>
          </Group>
        )}
      </Section>
      <Section title={words.preview} intro={words.previewIntro}>
        <LoginFrame key={JSON.stringify(custom)} title={words.previewFrame} address={address} />
      </Section>
      {isResetting && (
        <Confirm
          title={words.resetTitle}
          text={words.resetText(languageName(language))}
          submitText={words.reset}
          danger
          act={async () => {
            await change.mutateAsync({ method: 'DELETE', path })
            notifyDone(words.wasReset)
          }}
          close={() => setResetting(false)}
        />
      )}
    </div>
  )
}

/** The texts of a reply without what else it says. */
function textsAlone(reply: ScreenTexts): ScreenTexts {
  return Object.fromEntries(
    Object.entries(reply).filter(([name, texts]) => name !== 'details' && typeof texts === 'object'),
  )
}

/** One text: what it says without an own one, and the field for that. */
function OneText({
  label,
  ofInstance,
  standard,
  field,
  clear,
}: {
  readonly label: string
  /** The own text of the instance above; '' for none, and at its level. */
  readonly ofInstance: string
  readonly standard: string
  readonly field: { readonly value?: string }
  clear?(): void
}) {
  return (
    <Stack gap={4} align="stretch">
      <Textarea
        label={label}
        description={ofInstance === '' ? words.standard(standard) : words.ofInstance(ofInstance)}
        autosize
        {...field}
      />
      {clear && field.value !== '' && (
        <Group>
          <Button size="compact-xs" variant="subtle" aria-label={words.clearOf(label)} onClick={clear}>
            {words.clear}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
