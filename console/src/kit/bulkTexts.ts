import { localized } from '../language/localized.ts'

/** The texts of acts on several things. */
export const bulkTexts = localized('bulk', {
  progress: 'Progress',
  running: (tried: number, total: number) =>
    `${tried.toLocaleString('en')} of ${total.toLocaleString('en')} …`,
  failed: 'Refused',
  lasting: 'Cannot be undone',
  undo: 'Undo',
  undone: (done: number, total: number) =>
    `${done.toLocaleString('en')} of ${total.toLocaleString('en')} are as they were before.`,
})
