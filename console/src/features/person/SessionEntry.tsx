import { Group } from '@mantine/core'
import { EndButton } from '../../kit/EndButton.tsx'
import { Entry } from '../../kit/EntryList.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { When } from '../../kit/When.tsx'
import type { AccessSession } from './access.ts'
import { factorName, texts } from './texts.ts'

const { access: words } = texts

/** A session: device, address, when, and what it has proved. */
export function SessionEntry({
  session,
  end,
}: {
  readonly session: AccessSession
  /** Without it the session cannot be ended by the caller. */
  end?(): Promise<unknown>
}) {
  const { userAgent, createdAt, lastProvedAt, expiresAt, live, current, proofs, assurance } = session
  const device = userAgent?.description || words.unknownDevice
  return (
    <Entry
      title={<bdi>{device}</bdi>}
      badges={
        <>
          {current && <StateBadge tone="good">{words.current}</StateBadge>}
          {!live && <StateBadge>{words.ended}</StateBadge>}
          {live && !assurance.allowed && <StateBadge tone="warn">{words.notEnough}</StateBadge>}
        </>
      }
      details={[
        userAgent?.ip && `${words.address} ${userAgent.ip}`,
        <>
          {words.started} <When at={createdAt} />
        </>,
        lastProvedAt && (
          <>
            {words.proved} <When at={lastProvedAt} />
          </>
        ),
        expiresAt && (
          <>
            {words.expires} <When at={expiresAt} />
          </>
        ),
      ]}
      actions={end && <EndButton text={words.end} name={device} question={words.endSessionText} act={end} />}
    >
      <Group gap={4} mt={4}>
        {proofs.map(({ kind, at }) => (
          <StateBadge key={`${kind}${at}`}>{factorName(kind)}</StateBadge>
        ))}
        {proofs.length === 0 && <StateBadge>{words.nothingProved}</StateBadge>}
        {proofs.length > 0 && <StateBadge>{words.level(assurance.acr)}</StateBadge>}
      </Group>
    </Entry>
  )
}
