export * from './kit.ts'
export * from './shell.ts'
export * from './titles.ts'
