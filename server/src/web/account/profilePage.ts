import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { Gender } from '@sallyport/contract/zitadel/user_pb.js'
import { setLanguage } from '../../features/browsers/index.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { field, selectField } from '../kit/fields.ts'
import { type Html, html } from '../kit/html.ts'
import { actions, form, section, submit } from '../kit/parts.ts'
import { blankNames, longEntries } from '../pages/entries.ts'
import type { Outcome } from '../pages/page.ts'
import { problemOf } from '../pages/problemOf.ts'
import { byName, languageName } from '../texts/languageNames.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'
import { doneNotice } from './doneNotice.ts'
import { pictureForm } from './pictureForm.ts'

/** Names, language and picture of the person. */
export const profilePage = accountPage({
  name: 'profile',
  show,
  acts: { submit: save, 'remove-picture': removePicture },
})

const languageUnknown = refuse(
  'page.language_unknown',
  'invalid_argument',
  'this language is not offered; choose one of the list',
)

const genders = {
  unspecified: Gender.UNSPECIFIED,
  female: Gender.FEMALE,
  male: Gender.MALE,
  diverse: Gender.DIVERSE,
} as const

type GenderName = keyof typeof genders

const genderNames = Object.keys(genders) as readonly GenderName[]

async function show(context: AccountContext): Promise<AccountView> {
  const { t, deps, account } = context
  const { user } = await deps.inProcess.client(AuthService, account.me).getMyUser({})
  const human = user?.type.case === 'human' ? user.type.value : undefined
  const { profile } = human ?? {}
  const names = (user?.loginNames ?? []).map((name) => html`<li><bdi dir="ltr">${name}</bdi></li>`)
  return {
    title: t('account.profile.title'),
    heading: t('account.profile.title'),
    body: html`${doneNotice(context, { saved: 'account.saved', picture: 'account.saved' })}${section({
      heading: t('account.profile.names'),
      body: nameForm(context, {
        givenName: profile?.firstName,
        familyName: profile?.lastName,
        displayName: profile?.displayName,
        nickName: profile?.nickName,
        language: profile?.preferredLanguage,
        gender: genderNames.find((name) => genders[name] === profile?.gender),
      }),
    })}${section({
      heading: t('account.profile.picture'),
      body: pictureForm(context, profile?.avatarUrl ?? ''),
    })}${section({
      heading: t('account.profile.login_names'),
      body: html`<ul class="plain">${names}</ul>`,
    })}`,
  }
}

type Fields = Readonly<
  Record<'givenName' | 'familyName' | 'displayName' | 'nickName' | 'language' | 'gender', string | undefined>
>

function nameForm({ t, entered, problems, languages }: AccountContext, stored: Fields): Html {
  const value = (name: keyof Fields) => entered.get(name) ?? stored[name] ?? ''
  const known = ['und', ...languages, stored.language]
  const text = (name: keyof Fields, label: string, more: { autocomplete: string; required?: boolean }) =>
    field({ name, label, value: value(name), maxlength: 200, problems, ...more })
  const chosen = known.find((tag) => tag === value('language')) ?? stored.language ?? ''
  const tags = languages.includes(chosen) || chosen === 'und' ? languages : [chosen, ...languages]
  return form(
    html`${text('givenName', t('common.given_name'), { autocomplete: 'given-name' })}${text(
      'familyName',
      t('common.family_name'),
      { autocomplete: 'family-name' },
    )}${text('displayName', t('account.profile.display_name'), { autocomplete: 'name', required: false })}${text(
      'nickName',
      t('account.profile.nickname'),
      { autocomplete: 'nickname', required: false },
    )}${selectField({
      name: 'language',
      label: t('account.profile.language'),
      hint: t('account.profile.language_hint'),
      value: chosen,
      autocomplete: 'language',
      options: [
        { value: 'und', text: t('account.profile.language_any') },
        ...byName(tags.filter((tag) => tag !== '')).map((tag) => ({
          value: tag,
          text: languageName(tag),
          lang: tag,
        })),
      ],
      problems,
    })}${selectField({
      name: 'gender',
      label: t('account.profile.gender'),
      value: value('gender'),
      autocomplete: 'sex',
      options: genderNames.map((name) => ({ value: name, text: t(`account.profile.gender_${name}`) })),
      problems,
    })}${actions(submit(t('common.save')))}`,
  )
}

const names = ['givenName', 'familyName', 'displayName', 'nickName']

/** Saves every field. A language that was chosen for this browser alone gives way to the person's. */
async function save(context: AccountFormContext, entered: URLSearchParams): Promise<Outcome> {
  const { deps, call, browser, account, languages } = context
  const language = (entered.get('language') ?? account.person.preferredLanguage).trim()
  const offered = ['und', account.person.preferredLanguage, ...languages]
  const problems = [
    ...blankNames(context, entered),
    ...longEntries(context, entered, names),
    ...(offered.includes(language) ? [] : [problemOf(context, languageUnknown, { field: 'language' })]),
  ]
  if (problems.length > 0) return { kind: 'again', problems }
  const text = (name: keyof Fields) => (entered.get(name) ?? '').trim()
  const gender = genderNames.find((name) => name === text('gender')) ?? 'unspecified'
  const [firstName, lastName] = [text('givenName'), text('familyName')]
  const profile = {
    firstName,
    lastName,
    nickName: text('nickName'),
    displayName: text('displayName') || [...`${firstName} ${lastName}`].slice(0, 200).join(''),
    preferredLanguage: language === 'und' ? '' : language,
    gender: genders[gender],
  }
  await deps.inProcess.client(AuthService, account.me).updateMyProfile(profile).catch(ignoreUnchanged)
  if (browser && browser.language !== null && language !== account.person.preferredLanguage) {
    await setLanguage(deps, call, browser, null)
  }
  return { kind: 'go', to: account.at('profile', { done: 'saved' }) }
}

/** A person who saves what is stored already has what they want. */
function ignoreUnchanged(error: unknown): void {
  if (error instanceof DomainError && error.refusal.code === 'user.profile_unchanged') return
  throw error
}

async function removePicture({ deps, account }: AccountFormContext): Promise<Outcome> {
  await deps.inProcess.client(AuthService, account.me).removeMyAvatar({})
  return { kind: 'go', to: account.at('profile', { done: 'picture' }) }
}
