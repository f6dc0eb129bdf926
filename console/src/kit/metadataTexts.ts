import { localized } from '../language/localized.ts'

/** The texts of metadata. */
export const metadataTexts = localized('metadata', {
  title: 'Metadata',
  intro: 'Values of your own. Applications can read them in tokens.',
  empty: 'No metadata.',
  add: 'Add entry',
  edit: 'Edit',
  key: 'Key',
  value: 'Value',
  bytes: (count: number) => `${count} bytes that are no text`,
  removeText: 'The entry is deleted.',
  changed: 'changed',
})
