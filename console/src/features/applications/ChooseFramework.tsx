import { Button, Group, SimpleGrid, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { Section } from '../../kit/Section.tsx'
import { creationTexts } from './creationTexts.ts'
import { frameworks } from './frameworks/frameworks.ts'
import { kinds } from './methods.ts'
import type { Plan } from './plan.ts'
import { texts as applicationTexts } from './texts.ts'

const { framework: texts } = creationTexts

/** Chooses what an application is made with: a framework, or a kind. */
export function ChooseFramework({
  plan,
  choose,
}: {
  readonly plan: Plan | undefined
  choose(id: string | undefined): void
}) {
  const [query, setQuery] = useState('')
  if (plan) {
    return (
      <Section title={texts.title}>
        <Group justify="space-between">
          <Text fw={600}>{planName(plan)}</Text>
          <Button variant="default" size="xs" onClick={() => choose(undefined)}>
            {texts.other}
          </Button>
        </Group>
      </Section>
    )
  }
  const words = query.trim().toLowerCase()
  const found = frameworks.filter(({ name, library }) => `${name} ${library}`.toLowerCase().includes(words))
  return (
    <Section title={texts.title} intro={texts.intro}>
      <TextInput
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        maw={420}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {found.length === 0 && <Text role="status">{texts.nothing}</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, lg: 4 }} spacing="xs">
        {found.map(({ id, name, library }) => (
          <Card key={id} name={name} text={texts.library(library)} choose={() => choose(id)} />
        ))}
      </SimpleGrid>
      <Text fw={600} size="sm" mt="xs">
        {texts.others}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3, lg: 4 }} spacing="xs">
        {kinds.map((kind) => (
          <Card key={kind} {...named(kind)} choose={() => choose(kind)} />
        ))}
        <Card name={texts.expert} text={texts.expertText} choose={() => choose('expert')} />
      </SimpleGrid>
    </Section>
  )
}

function named(kind: (typeof kinds)[number]) {
  const { title, text } = applicationTexts.kinds[kind]
  return { name: title, text }
}

function planName({ framework, kind, isExpert }: Plan): string {
  if (isExpert) return texts.expert
  return framework ? texts.chosen(framework.name) : applicationTexts.kinds[kind].title
}

function Card({ name, text, choose }: { readonly name: string; readonly text: string; choose(): void }) {
  return (
    <UnstyledButton className="card" p="sm" onClick={choose}>
      <Text fw={600} size="sm">
        {name}
      </Text>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Text>
    </UnstyledButton>
  )
}
