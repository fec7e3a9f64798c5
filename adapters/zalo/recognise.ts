import { READER_HOST } from './limits.ts'

/** Both forms of an article's public address, and the editor's; undefined for whatever else was pasted. */
export function recognise(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const reader = url?.hostname === READER_HOST && /^\/d(?:\/\d+)?$/.test(url.pathname)
  const older = url?.hostname === 'media.zalo.me' && /^\/detail\/\d+$/.test(url.pathname)
  const editor = url?.hostname === 'oa.zalo.me' && url.pathname === '/manage/content/article/edit'
  const id = reader || older || editor ? url.searchParams.get('id') : null
  return id !== null && /^[0-9a-f]{8,40}$/.test(id) ? id : undefined
}
