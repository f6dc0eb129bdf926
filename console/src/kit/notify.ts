import { notifications } from '@mantine/notifications'
import { isHeld } from '../api/firstChange.ts'
import { problemOf } from '../api/problem.ts'
import { kitTexts } from './texts.ts'

/** Says for some seconds that something was done. */
export function notifyDone(message: string): void {
  notifications.show({
    message,
    color: 'brand',
    autoClose: 4000,
    closeButtonProps: { 'aria-label': kitTexts.close },
  })
}

/** Says what went wrong with an act that has no place of its own for it; stays until it is closed. */
export function notifyProblem(error: unknown): void {
  if (isHeld(error)) return
  const { message, id } = problemOf(error)
  notifications.show({
    message: id ? `${message} (${id})` : message,
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': kitTexts.close },
  })
}

/** Says for some seconds, once, that what is shown may be old; a login that has ended and things that are gone are said by the page. */
export function notifyOld(error: unknown): void {
  const { message, kind } = problemOf(error)
  if (kind !== 'unreachable' && kind !== 'refused') return
  notifications.show({
    id: 'old',
    message: `${kitTexts.problem.old} ${message}`,
    color: 'red',
    autoClose: 8000,
    closeButtonProps: { 'aria-label': kitTexts.close },
  })
}
