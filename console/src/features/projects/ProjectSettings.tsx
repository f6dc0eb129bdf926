import { Checkbox, NativeSelect, Stack, Switch, TextInput } from '@mantine/core'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import {
  type OwnSettings,
  type RegistrationWay,
  registrationWays,
  useProjectChange,
  useProjectRights,
} from './useProject.ts'

/** Name and settings of a project; only what was changed is saved. */
export function ProjectSettings({ project, own }: { readonly project: Project; readonly own: OwnSettings }) {
  const can = useProjectRights(project)
  const change = useProjectChange(project.projectId)
  const edit = useEditForm({
    initial: {
      name: project.name,
      projectRoleAssertion: project.projectRoleAssertion,
      authorizationRequired: project.authorizationRequired,
      projectAccessRequired: project.projectAccessRequired,
      privateLabelingSetting: String(project.privateLabelingSetting),
      acr: own.acr,
      registration: [...own.registration],
    },
    validate: ({ name }) => ({ name: name.trim() ? undefined : kitTexts.form.required }),
    async save({ privateLabelingSetting: labeling, ...changed }) {
      await change({
        ...changed,
        ...(labeling !== undefined && { privateLabelingSetting: Number(labeling) }),
      })
      notifyDone(kitTexts.saved)
    },
  })
  const { form } = edit
  const toggle = (name: 'projectRoleAssertion' | 'authorizationRequired' | 'projectAccessRequired') =>
    form.getInputProps(name, { type: 'checkbox' })
  return (
    <FormCard edit={edit} canWrite={can('project.write')}>
      <TextInput label={texts.rename} maw={480} {...form.getInputProps('name')} />
      <Switch
        label={texts.roleAssertion}
        description={texts.roleAssertionHint}
        {...toggle('projectRoleAssertion')}
      />
      <Switch
        label={texts.authorizationRequired}
        description={texts.authorizationRequiredHint}
        {...toggle('authorizationRequired')}
      />
      <Switch
        label={texts.accessRequired}
        description={texts.accessRequiredHint}
        {...toggle('projectAccessRequired')}
      />
      <NativeSelect
        label={texts.labeling}
        maw={480}
        data={Object.entries(texts.labelings).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('privateLabelingSetting')}
      />
      <NativeSelect
        label={texts.acr}
        description={texts.acrHint}
        maw={480}
        data={Object.entries(texts.acrs).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('acr')}
      />
      <Checkbox.Group
        label={texts.registration}
        description={texts.registrationHint}
        value={form.values.registration}
        onChange={(ways) => form.setFieldValue('registration', inOrder(ways))}
      >
        <Stack gap="xs" mt="xs">
          {registrationWays.map((way) => (
            <Checkbox key={way} value={way} label={texts.registrations[way]} />
          ))}
        </Stack>
      </Checkbox.Group>
    </FormCard>
  )
}

/** In the order of the server, so that a way that is ticked off and on again is no change. */
function inOrder(ways: readonly string[]): RegistrationWay[] {
  return registrationWays.filter((way) => ways.includes(way))
}
