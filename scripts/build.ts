import { buildConsole } from '../console/build.ts'
import { buildServer } from './buildServer.ts'

/** `npm run build`, and before `npm start`: what users run, built if its sources have changed. */
await Promise.all([buildServer(), buildConsole()])
