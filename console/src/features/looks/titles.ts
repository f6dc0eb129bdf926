import { localized } from '../../language/localized.ts'

/** The names of the pages, which the start of the console loads. */
export const titles = localized('looksTitles', {
  branding: {
    title: 'Branding',
    intro: 'Colours, logo, icon and font of login pages, account pages and mails.',
  },
  messages: {
    title: 'Message texts',
    intro: 'What mails and text messages say, in each language.',
  },
  loginTexts: {
    title: 'Login texts',
    intro: 'What login pages say, in each language.',
  },
  email: {
    title: 'Mail delivery',
    intro: 'The mail server or service that sends codes, invitations and notices.',
  },
  sms: {
    title: 'Text message delivery',
    intro: 'The service that sends codes to telephones.',
  },
  domains: {
    title: 'Domains of the instance',
    intro: 'Where the instance answers, and which further domains it trusts.',
  },
})
