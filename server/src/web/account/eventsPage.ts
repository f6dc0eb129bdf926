import { ownSecurityEvents, type SecurityEvent } from '../../features/audit/index.ts'
import { html } from '../kit/html.ts'
import { secondaryLink, section } from '../kit/parts.ts'
import { eventText } from '../texts/eventText.ts'
import { formatInstant } from '../texts/formats.ts'
import { type AccountContext, type AccountView, accountPage } from './accountPage.ts'
import { deviceName } from './deviceName.ts'
import { type Entry, entryList } from './entryList.ts'

/** The events of a page. */
const limit = 25

/** What concerned the security of the account, newest first. */
export const eventsPage = accountPage({ name: 'events', show })

async function show(context: AccountContext): Promise<AccountView> {
  const { t, deps, account, query } = context
  const { events, before } = await ownSecurityEvents(deps, account.me, { before: instantOf(query), limit })
  const heading = t('account.events.title')
  return {
    title: heading,
    heading,
    intro: t('account.events.description'),
    body: html`${section({
      heading: t('account.events.what'),
      body:
        events.length === 0
          ? html`<p>${t('account.events.none')}</p>`
          : entryList(events.map((event) => entry(context, event))),
    })}${
      before !== undefined &&
      html`<p>${secondaryLink({ href: account.at('events', { before }), text: t('account.events.more') })}</p>`
    }`,
  }
}

/** The instant before which the page begins; texts that are none begin at the newest event. */
function instantOf(query: URLSearchParams): string | undefined {
  const text = query.get('before') ?? ''
  if (!/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(text)) return undefined
  const instant = new Date(text)
  // A day that its month does not have would be taken as one of the next month.
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text.slice(0, 10)
  return exists ? text : undefined
}

function entry({ t, account }: AccountContext, { at, fact, by, session, application }: SecurityEvent): Entry {
  const isHere = account.me.principal.kind === 'user' && session?.id === account.me.principal.token.sessionId
  return {
    heading: eventText(t, fact),
    details: [
      html`<time datetime="${new Date(at).toISOString()}">${formatInstant(t.language, new Date(at))}</time>`,
      by === 'other' && t('account.events.by_admin'),
      session && (isHere ? t('account.sessions.this') : deviceName(t, session.userAgent)),
      session?.userAgent?.ip && t('account.sessions.address', { address: session.userAgent.ip }),
      application && (application.name ?? application.clientId),
    ],
  }
}
