import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { leanDescriptors } from './leanDescriptors.ts'
import { usedStyles } from './usedStyles.ts'

// The server puts the nonce of each reply where the placeholder stands (`server/src/web/console/consolePage.ts`).
export default defineConfig({
  root: import.meta.dirname,
  base: '/ui/console/',
  html: { cspNonce: '__NONCE__' },
  plugins: [leanDescriptors(), usedStyles(), react()],
  logLevel: 'warn',
  build: {
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    manifest: 'manifest.json',
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Else modules that the start shares with pages are split into a file for each set of pages that shares them.
        codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
      },
    },
  },
})
