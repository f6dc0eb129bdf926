#!/usr/bin/env node
// Nothing is imported before the engine is known to be new enough, and all of this file can be read by engines of many years ago.
const needed = 26
if (Number(process.versions.node.split('.')[0]) < needed) {
  process.stderr.write(
    `sallyport: this is Node ${process.versions.node}, and Sallyport needs Node ${needed}, which npm ci brings along; start the server with ` +
      `npm start, run other commands with npm run sallyport -- COMMAND, or both with node_modules/.bin/node ${process.argv[1]}\n`,
  )
  process.exitCode = 1
} else {
  import('./program.js')
}
