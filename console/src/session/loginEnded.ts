import { texts } from './texts.ts'

/** The tokens have ended and cannot be renewed, on a page that must not be left without being asked. */
export class LoginEnded extends Error {
  constructor() {
    super(texts.ended)
    this.name = 'LoginEnded'
  }
}
