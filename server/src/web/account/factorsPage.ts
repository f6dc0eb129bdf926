import { isAllowedKind } from '../../access/assurance.ts'
import { type OwnCredential, ownCredentials } from '../../features/audit/index.ts'
import { enrollable } from '../../features/login-flow/index.ts'
import { type RecoveryCodes, recoveryCodesOf } from '../../features/recovery-codes/index.ts'
import { type Html, html } from '../kit/html.ts'
import { icons } from '../kit/icons.ts'
import { choiceList, notice, section } from '../kit/parts.ts'
import { formatDistance } from '../texts/formats.ts'
import { type AccountContext, type AccountView, accountPage } from './accountPage.ts'
import { doneNotice } from './doneNotice.ts'
import { type Entry, entryList } from './entryList.ts'
import { isNamed } from './factorRenamePage.ts'
import { credentialName, credentialNames } from './namedCredential.ts'

/** Everything that the person logs in with besides the password: each with its name and use, and the ways to add and remove them. */
export const factorsPage = accountPage({ name: 'factors', show })

const keyIcons = {
  passkey: 'passkey',
  u2f: 'key',
  totp: 'app',
  otp_sms: 'message',
  otp_email: 'mail',
} as const

async function show(context: AccountContext): Promise<AccountView> {
  const { t, deps, account } = context
  const [credentials, codes] = await Promise.all([
    ownCredentials(deps, account.me),
    recoveryCodesOf(deps, account.me, account.userId),
  ])
  const heading = t('account.factors.title')
  const passkeys = credentials.filter(({ kind }) => kind === 'passkey')
  const second = credentials.filter(({ kind }) => kind !== 'passkey' && kind !== 'recovery_code')
  return {
    title: heading,
    heading,
    intro: t('account.factors.description'),
    body: html`${doneNotice(
      context,
      {
        removed: 'account.factors.removal_done',
        renamed: 'account.factors.renamed',
        codes: 'account.recovery.removed',
      },
      // A thief of the removed factor may still be signed in elsewhere (ASVS 7.4.3).
      { removed: { href: account.at('sessions'), text: t('account.sessions.end_others') } },
    )}${list(context, 'passkeys', passkeys, ['passkey'])}${list(context, 'second', second, [
      'totp',
      'u2f',
      'otp_email',
      'otp_sms',
    ])}${section({
      heading: t('account.recovery.title'),
      intro: t('account.recovery.description'),
      body: recovery(context, codes),
    })}`,
  }
}

function list(
  context: AccountContext,
  of: 'passkeys' | 'second',
  credentials: readonly OwnCredential[],
  kinds: readonly (keyof typeof keyIcons)[],
): Html {
  const { t, account, facts } = context
  const possible = enrollable(facts)
  const ways = kinds.filter((kind) => possible.includes(kind))
  return section({
    heading: t(`account.factors.${of}`),
    intro: t(`account.factors.${of}_hint`),
    body: html`${
      credentials.length > 0 && entryList(credentials.map((credential) => entry(context, credential)))
    }${choiceList(
      ways.map((kind) => ({
        text: t(`account.factors.add_${kind}`),
        icon: 'plus',
        href: account.at('factors-add', { about: kind }),
      })),
    )}`,
  })
}

function entry({ t, call, account, facts }: AccountContext, credential: OwnCredential): Entry {
  const { kind, addedAt, lastUsedAt } = credential
  const ago = (at: string) => formatDistance(t.language, new Date(at), call.now)
  const name = credentialName(t, credential)
  return {
    heading: html`${kind in keyIcons && icons[keyIcons[kind as keyof typeof keyIcons]]} ${name}`,
    details: [
      name !== t(`factor.${kind}`) && t(`factor.${kind}`),
      t('account.added', { time: ago(addedAt) }),
      lastUsedAt === null ? t('account.never_used') : t('account.last_used', { time: ago(lastUsedAt) }),
      !isAllowedKind(facts.policy, kind) && t('account.factors.not_allowed'),
    ],
    action: html`${
      isNamed(credential) &&
      html`<a class="button secondary small" href="${account.at('factors-rename', {
        about: credentialNames.write(credential),
      })}">${t('account.factors.rename')}<span class="hidden"> ${name}</span></a> `
    }<a class="button secondary small" href="${account.at('factors-remove', {
      about: credentialNames.write(credential),
    })}">${t('common.remove')}<span class="hidden"> ${name}</span></a>`,
  }
}

function recovery({ t, account, call, facts }: AccountContext, codes: RecoveryCodes): Html {
  const canHave = account.person.factors.length > 0
  const forbidden = !isAllowedKind(facts.policy, 'recovery_code')
  if (codes.kind === 'none' && forbidden) return html`<p>${t('account.factors.not_allowed')}</p>`
  if (codes.kind === 'none' && !canHave) return html`<p>${t('account.recovery.needs_second')}</p>`
  const way = (key: 'account.recovery.create' | 'account.recovery.manage') =>
    choiceList([{ text: t(key), icon: 'list', href: account.at('recovery-codes') }])
  if (codes.kind === 'none')
    return html`<p>${t('account.recovery.none')}</p>${way('account.recovery.create')}`
  const left = t('account.recovery.left', { count: codes.left })
  const time = formatDistance(t.language, new Date(codes.createdAt), call.now)
  return html`${forbidden && html`<p>${t('account.factors.not_allowed')}</p>`}${codes.left < 3 ? notice('warning', left) : html`<p>${left}</p>`}<p><small>${t('account.added', { time })}</small></p>${way('account.recovery.manage')}`
}
