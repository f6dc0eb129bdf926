import { parser as go } from '@lezer/go'
import { parser as java } from '@lezer/java'
import { parser as php } from '@lezer/php'
import { parser as python } from '@lezer/python'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { frameworks } from '../../../console/src/features/applications/frameworks/frameworks.ts'
import type { Snippet } from '../../../console/src/features/applications/frameworks/snippet.ts'

const facts = {
  issuer: 'https://id.example.com',
  clientId: '3858110',
  callback: 'https://app.example.com/callback',
  logout: 'https://app.example.com/',
}

const parsers = { go, java, php, python } as const

/** Returns the faults of a snippet in its language; environments are lines of names and values. */
function faultsOf({ language, code, file }: Snippet): readonly string[] {
  switch (language) {
    case 'ts':
    case 'tsx':
    case 'js':
      return (
        ts
          .transpileModule(code, {
            fileName: `snippet.${language}`,
            reportDiagnostics: true,
            compilerOptions: { jsx: ts.JsxEmit.ReactJSX, module: ts.ModuleKind.ESNext },
          })
          .diagnostics?.map(({ messageText }) => String(messageText)) ?? []
      )
    case 'json':
      return errorOf(() => JSON.parse(code))
    case 'yaml':
      return parseDocument(code).errors.map(({ message }) => message)
    case 'env':
      return code.split('\n').filter((line) => line !== '' && !/^[A-Z][A-Z\d_]*=.*$/.test(line))
    default: {
      const faults: string[] = []
      parsers[language].parse(code).iterate({
        enter: ({ type, from }) => {
          if (type.isError) faults.push(`${file} at ${from}: ${code.slice(from, from + 40)}`)
        },
      })
      return faults
    }
  }
}

function errorOf(act: () => unknown): readonly string[] {
  try {
    act()
    return []
  } catch (error) {
    return [String(error)]
  }
}

test('the check of syntax finds faults in every language', () => {
  const broken = { ts: 'let = ;', tsx: '<a>', js: 'let = ;', json: '{', yaml: 'a: [', env: 'not a line' }
  const others = { python: 'def f(:\n', go: 'func (', java: 'class {', php: '<?php if (' }
  for (const [language, code] of Object.entries({ ...broken, ...others })) {
    const found = faultsOf({ file: 'broken', language: language as Snippet['language'], code })
    expect(found, language).not.toEqual([])
  }
})

describe.each(frameworks.map((framework) => [framework.name, framework] as const))('%s', (_, framework) => {
  const snippets = framework.setup.snippets(facts)

  test('has snippets without faults of syntax, with issuer and client id and without secrets', () => {
    for (const snippet of snippets) expect(faultsOf(snippet), snippet.file).toEqual([])
    const all = snippets.map(({ code }) => code).join('\n')
    expect(all).toContain(facts.issuer)
    expect(all).toContain(facts.clientId)
    expect(/CLIENT_SECRET/i.test(all)).toBe(framework.method === 'basic')
  })

  test('keeps texts in their quotes', () => {
    const odd = { ...facts, clientId: `a'b"c\\d`, issuer: `https://id.example.com/'"` }
    for (const snippet of framework.setup.snippets(odd).filter(({ language }) => language !== 'env')) {
      expect(faultsOf(snippet), snippet.file).toEqual([])
    }
  })
})
