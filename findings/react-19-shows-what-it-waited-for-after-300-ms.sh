#!/usr/bin/env bash
# React 19: a part that suspends appears 300 ms later at the earliest, however soon it is loaded and even if its fallback is nothing.
#
# Tried with react and react-dom 19.3.1 and 18.3.1, jsdom 26.1.0 and Node.js 26.10.0 on 2026-12-03.
# A component of `lazy` that takes 20 ms to load is shown inside of a `Suspense` that is on the page already. In React 18 it is there after
# 22 ms. In React 19 it takes 302 ms: once a fallback is committed, what replaces it waits until 300 ms have passed, so that pages do not
# flicker. `fallback={null}` shows nothing that could flicker, and waits as long. So a dialog whose program is loaded when it first opens
# always seemed slow, and an application whose router and then whose rights suspended began a third of a second late with all files in the
# browser's cache. It is not slow if the change is a transition, because React then waits without a fallback, or if what the first look
# needs is read before the first render.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 18.3.1 19.3.1; do
  mkdir -p "react-$version"
  (cd "react-$version" && npm init -y >/dev/null && npm install --no-audit --no-fund "react@$version" "react-dom@$version" jsdom@26.1.0 >/dev/null 2>&1)
done
cat > try.cjs <<'JS'
const { JSDOM } = require('jsdom')
const { window } = new JSDOM('<div id="root"></div>', { pretendToBeVisual: true })
Object.assign(globalThis, { window, document: window.document })
const { createElement, lazy, startTransition, Suspense, useState } = require('react')
const { createRoot } = require('react-dom/client')
const pause = (time) => new Promise((done) => setTimeout(done, time))
const loadTime = 20

/** Milliseconds until a part that takes 20 ms to load is shown after `show` has asked for it. */
async function shownAfter(within, fallback = null) {
  const Part = lazy(async () => {
    await pause(loadTime)
    return { default: () => createElement('p', null, 'loaded') }
  })
  let show
  const App = () => {
    const [isShown, set] = useState(false)
    show = () => within(() => set(true))
    return createElement(Suspense, { fallback }, isShown && createElement(Part))
  }
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  root.render(createElement(App))
  await pause(1000)
  const began = performance.now()
  show()
  while (!place.textContent.includes('loaded')) await pause(1)
  const time = performance.now() - began
  root.unmount()
  return Math.round(time)
}
async function main() {
  const least = async (...how) => Math.min(await shownAfter(...how), await shownAfter(...how), await shownAfter(...how))
  const update = (act) => act()
  console.log([await least(update), await least(update, 'loading'), await least(startTransition)].join(' '))
  process.exit()
}
void main()
JS

for version in 18.3.1 19.3.1; do
  cp try.cjs "react-$version/"
  read -r nothing text transition < <(cd "react-$version" && NODE_ENV=production node try.cjs)
  echo "react $version: shown after $nothing ms without a fallback, $text with a text, $transition in a transition"
  case $version in
    18.*) ((nothing < 250 && text < 250 && transition < 250)) ;;
    *) ((nothing >= 290 && text >= 290 && transition < 250)) ;;
  esac
done
