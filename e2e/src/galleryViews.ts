import { codeSheet } from '../../server/src/web/kit/codeSheet.ts'
import {
  checkbox,
  codeField,
  field,
  hidden,
  passwordField,
  selectField,
} from '../../server/src/web/kit/fields.ts'
import { html } from '../../server/src/web/kit/html.ts'
import {
  actions,
  badge,
  choiceList,
  copyable,
  dangerZone,
  form,
  link,
  notice,
  orLine,
  resendButton,
  secondaryLink,
  section,
  submit,
  summaryList,
} from '../../server/src/web/kit/parts.ts'
import { passkeyAutofill, passkeyForm } from '../../server/src/web/kit/passkeyForm.ts'
import { qrSvg } from '../../server/src/web/kit/qr.ts'
import type { Problem, View } from '../../server/src/web/kit/view.ts'
import { type Translate, translate } from '../../server/src/web/texts/translate.ts'

const t: Translate = translate('en')
const account = { loginName: 'ada@example.com', displayName: 'Ada Lovelace', change: '#accounts' }
const totp = 'otpauth://totp/Example:ada@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example'

function wrong(field: string | undefined, text: string): readonly Problem[] {
  return [{ ...(field && { field }), text }]
}

function password(problems: readonly Problem[]): View {
  return {
    title: 'Enter your password',
    heading: 'Enter your password',
    account,
    problems,
    why: ['The password was last checked more than ten days ago.'],
    body: form([
      passwordField(t, {
        name: 'password',
        label: 'Password',
        autocomplete: 'current-password',
        autofocus: true,
        loginName: account.loginName,
        problems,
      }),
      actions(submit('Continue'), secondaryLink({ href: '#reset', text: 'Forgot your password?' })),
      orLine(t),
      actions(
        submit('Use a passkey instead', {
          action: 'passkey',
          kind: 'secondary',
          novalidate: true,
          icon: 'passkey',
        }),
      ),
    ]),
  }
}

const mail = wrong('email', 'This is no e-mail address. Write it as name@example.com.')
const terms = [...mail, ...wrong('terms', 'Please accept the terms of service to go on.')]

const navigation = {
  label: 'Account',
  items: [
    'Overview',
    'Personal data',
    'Password',
    'Sign-in methods',
    'Devices',
    'Applications',
    'Activity',
  ].map((text, at) => ({ href: `#${at}`, text, current: at === 3 })),
}

/** A page of each kind, with every part of the kit on one of them, by a name for files. */
export const galleryViews: Readonly<Record<string, View>> = {
  loginname: {
    title: 'Sign in',
    heading: 'Sign in to Notes',
    intro: 'With your account at Example Corporation.',
    scripts: ['passkey'],
    body: html`${form([
      field({
        name: 'login_name',
        label: 'User name or e-mail address',
        autocomplete: 'username webauthn',
        suffix: '@example.com',
        autofocus: true,
      }),
      actions(submit('Continue')),
      orLine(t),
      actions(
        submit('Sign in with a passkey', {
          action: 'passkey',
          kind: 'secondary',
          novalidate: true,
          icon: 'passkey',
        }),
      ),
    ])}${passkeyAutofill(t, { challenge: '/challenge' })}`,
    links: [
      { href: '#register', text: 'Create an account' },
      { href: '#app', text: 'Back to Notes' },
    ],
  },
  accounts: {
    title: 'Choose an account',
    heading: 'Choose an account',
    intro: 'to go on to Notes',
    body: form(
      choiceList([
        { text: 'Ada Lovelace', detail: 'ada@example.com', icon: 'person', action: 'session', value: '1' },
        {
          text: 'Grace Hopper',
          detail: 'grace.hopper.with.a.very.long.name@a-long-department.example.com · signed out',
          icon: 'person',
          action: 'session',
          value: '2',
        },
        { text: 'Use another account', icon: 'plus', href: '#name' },
      ]),
    ),
  },
  password: password([]),
  'password-wrong': password(wrong('password', 'The password is wrong. 3 of 5 attempts are left.')),
  locked: {
    title: 'Account locked',
    heading: 'This account is locked',
    account,
    problems: [
      { text: 'There were too many wrong passwords. You can try again at 14:35.', reference: '7K2-94F' },
    ],
    body: actions(secondaryLink({ href: '#accounts', text: 'Use another account' })),
  },
  passkey: {
    title: 'Use your passkey',
    heading: 'Use your passkey',
    intro: 'Confirm with your device: fingerprint, face, PIN or security key.',
    account,
    scripts: ['passkey'],
    body: passkeyForm(t, {
      ceremony: 'get',
      options: { challenge: 'AAAA', rpId: 'localhost' },
      button: 'Use passkey',
      more: submit('Use your password instead', { action: 'password', kind: 'quiet', novalidate: true }),
    }),
  },
  'passkey-set': {
    title: 'Add a passkey',
    heading: 'Add a passkey',
    intro: 'A passkey on your device replaces the password.',
    account,
    scripts: ['passkey'],
    body: passkeyForm(t, {
      ceremony: 'create',
      options: {
        challenge: 'AAAA',
        rp: { id: 'localhost', name: 'Example' },
        user: { id: 'MTIz', name: 'ada@example.com', displayName: 'Ada Lovelace' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
      fields: field({
        name: 'name',
        label: 'Name of the passkey',
        autocomplete: 'off',
        value: 'Phone',
        required: false,
      }),
      button: 'Add passkey',
    }),
  },
  mfa: {
    title: 'Confirm that it is you',
    heading: 'Confirm that it is you',
    account,
    why: ['Your organization asks for a second step.', 'Notes asks for a phishing-resistant method.'],
    body: choiceList([
      { href: '#otp', text: 'Authenticator app', detail: 'A code of six digits', icon: 'app' },
      { href: '#u2f', text: 'Security key', icon: 'key' },
      { href: '#sms', text: 'Text message', detail: 'To +41 ** *** ** 12', icon: 'message' },
      { href: '#mail', text: 'E-mail', detail: 'To a**@example.com', icon: 'mail' },
      { href: '#codes', text: 'Recovery code', icon: 'list' },
    ]),
  },
  'totp-set': {
    title: 'Set up your authenticator app',
    heading: 'Set up your authenticator app',
    intro: 'Scan the picture with the app, then type the code that it shows.',
    account,
    holdsSecret: true,
    body: html`${qrSvg(totp, 'QR code with the key of your account')}${copyable(t, { id: 'key', text: 'JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP', label: 'Key' })}${form(
      [
        hidden('factor', 'totp'),
        codeField({ name: 'code', label: 'Code', kind: 'digits', length: 6 }),
        actions(submit('Continue'), secondaryLink({ href: '#mfa', text: 'Choose another way' })),
      ],
    )}`,
  },
  'otp-email': {
    title: 'Enter the code from the e-mail',
    heading: 'Enter the code from the e-mail',
    intro: html`We sent it to <strong>a**@example.com</strong>. It counts for five minutes.`,
    account,
    problems: wrong('code', 'This code is wrong or too old. Ask for a new one.'),
    body: form([
      codeField({
        name: 'code',
        label: 'Code',
        kind: 'letters',
        length: 8,
        problems: wrong('code', 'This code is wrong or too old. Ask for a new one.'),
      }),
      actions(
        submit('Continue'),
        resendButton(t, { text: 'Send a new code', action: 'resend', waitSeconds: 30 }),
      ),
    ]),
  },
  'recovery-codes': {
    title: 'Your recovery codes',
    heading: 'Keep these codes',
    intro: 'Each opens your account once, should you lose your phone. They are shown only now.',
    holdsSecret: true,
    body: html`${codeSheet(t, { codes: ['7K3QZ-M4P2X-9TWDE', 'B8RNC-Y5J6H-QLAV3', 'F2GKU-7S9DM-XZ4PT', 'HQW3E-R6T8Y-U9K2L'], fileName: 'recovery-codes.txt' })}${actions(submit('I have kept them'))}`,
  },
  register: {
    title: 'Create an account',
    heading: 'Create an account',
    problems: terms,
    body: form([
      field({ name: 'given_name', label: 'Given name', autocomplete: 'given-name', value: 'Ada' }),
      field({ name: 'family_name', label: 'Family name', autocomplete: 'family-name', value: 'Lovelace' }),
      field({
        name: 'email',
        label: 'E-mail address',
        type: 'email',
        autocomplete: 'email',
        value: 'ada@',
        hint: 'You sign in with this address.',
        problems: terms,
      }),
      selectField({
        name: 'language',
        label: 'Language',
        value: 'en',
        options: [
          { value: 'en', text: 'English', lang: 'en' },
          { value: 'de', text: 'Deutsch', lang: 'de' },
        ],
      }),
      checkbox({
        name: 'terms',
        label: html`I accept the ${link({ href: '#terms', text: 'terms of service' })}.`,
        problems: terms,
        required: true,
      }),
      actions(submit('Continue'), secondaryLink({ href: '#name', text: 'I have an account' })),
    ]),
  },
  verified: {
    title: 'E-mail address confirmed',
    heading: 'E-mail address confirmed',
    body: html`${notice('success', 'You can close this window, or go to your account.')}${actions(html`<a class="button primary" href="#account">Go to your account</a>`)}`,
  },
  device: {
    title: 'Connect a device',
    heading: 'Connect this device?',
    intro: html`<strong>Living room TV</strong> asks for access to your account.`,
    account,
    body: html`${summaryList([
      { name: 'Code', value: html`<code>WDJB-MJHT</code>` },
      { name: 'Access', value: 'Your name and e-mail address, and staying signed in' },
    ])}${notice('warning', 'Go on only if you started this on your own device just now.')}${form(
      actions(
        submit('Connect'),
        submit('Do not connect', { action: 'deny', kind: 'secondary', novalidate: true }),
      ),
    )}`,
  },
  account: {
    title: 'Sign-in methods',
    heading: 'Sign-in methods',
    intro: 'How you prove that it is you.',
    account: { loginName: 'ada@example.com', displayName: 'Ada Lovelace', change: '#accounts' },
    width: 'wide',
    navigation,
    body: html`${notice('success', 'The passkey was added.')}${section({
      heading: 'Passkeys',
      intro: 'Sign in with fingerprint, face or PIN instead of a password.',
      body: [
        summaryList([
          {
            name: 'MacBook',
            value: html`Added on 3 May 2026 <small>Last used today</small>`,
            actions: html`<a class="button secondary small" href="#rename">Rename</a><a class="button secondary small" href="#remove">Remove</a>`,
          },
          {
            name: 'A security key with a rather long name of its own',
            value: html`Added on 12 March 2025 ${badge('never used')}`,
            actions: html`<a class="button secondary small" href="#remove">Remove</a>`,
          },
        ]),
        form(actions(submit('Add a passkey', { kind: 'secondary', icon: 'plus' }))),
      ],
    })}${section({
      heading: 'Second steps',
      body: summaryList([
        {
          name: 'Authenticator app',
          value: badge('on', 'good'),
          actions: html`<a class="button secondary small" href="#remove">Remove</a>`,
        },
        {
          name: 'Recovery codes',
          value: badge('1 left', 'bad'),
          actions: html`<a class="button secondary small" href="#new">Make new ones</a>`,
        },
      ]),
    })}${dangerZone({
      heading: 'Remove the password',
      body: html`${notice('warning', 'Afterwards you can sign in with your passkeys only.')}${form(actions(submit('Remove the password', { kind: 'danger' })))}`,
    })}`,
  },
}
