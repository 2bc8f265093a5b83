import { register } from 'node:module'

register('./extensions.mjs', import.meta.url)
await import('./verify.mjs')
