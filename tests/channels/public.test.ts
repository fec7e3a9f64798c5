import { expect, test } from 'vitest'
import { proofOfSelf, publicAddressProblems } from '../../src/channels/public.ts'
import type { Config } from '../../src/config.ts'
import { FetchFault } from '../../src/kit/http.ts'
import type { AnyNetwork, Fetch } from '../../src/ports/network.ts'
import { fileAddress } from '../../src/runtime/address.ts'
import { wordsIn } from '../../src/words/index.ts'
import { testConfig } from '../support/context.ts'
import { toy } from '../support/toy/index.ts'

const network: AnyNetwork = {
  ...toy,
  about: { ...toy.about, traits: { ...toy.about.traits, fetchesPictures: true } },
}
const files = { keep: async () => '', read: async () => undefined, piece: async () => undefined }

const live = (publicUrl?: string): Config => ({
  ...testConfig({ LANTOA_SECRET_KEY: '0123456789abcdef'.repeat(4) }),
  networks: 'live',
  publicUrl,
})

const nowhere: Fetch = async () => {
  throw new Error('nobody was to be asked')
}

const asked = async (config: Config, portals: Fetch, one = network) =>
  (await publicAddressProblems({ config, files, outbound: { networks: nowhere, portals } }, one)).map(
    problem => problem.code,
  )

test('a network that fetches pictures wants a public https address, and each lack has its own sentence', async () => {
  expect(await asked(live(), nowhere)).toEqual(['channel.public_missing'])
  expect(await asked(live('http://lantoa.example.vn'), nowhere)).toEqual(['channel.public_plain'])
  const at = live('https://lantoa.example.vn')
  const failing = (kind: 'blocked' | 'timeout') => async () => {
    throw new FetchFault(kind, false, 'test')
  }
  expect(await asked(at, failing('blocked'))).toEqual(['channel.public_private'])
  expect(await asked(at, failing('timeout'))).toEqual(['channel.public_unreachable'])
  expect(await asked(at, async () => new Response('a page of a proxy'))).toEqual(['channel.public_other'])
  for (const code of ['missing', 'plain', 'private', 'unreachable', 'other'])
    expect(wordsIn('vi').say({ code: `channel.public_${code}`, with: { url: 'https://x', status: 502 } })).toContain(
      'Mạng này tự lấy ảnh',
    )
})

test('an address at which this very installation answers is well; another installation is not it', async () => {
  const config = live('https://lantoa.example.vn')
  const self = (secretKey: string): Fetch => {
    const answering: Config = { ...config, secretKey }
    return async input => {
      const nonce = String(input).replace('https://lantoa.example.vn/media/self/', '')
      return new Response(await proofOfSelf({ config: answering }, nonce))
    }
  }
  expect(await asked(config, self(config.secretKey ?? ''))).toEqual([])
  expect(await asked(config, self('f'.repeat(64)))).toEqual(['channel.public_other'])
})

test('nothing is asked of sandboxes, nor for networks that take uploads', async () => {
  expect(await asked({ ...live(), networks: 'sandbox' }, nowhere)).toEqual([])
  expect(await asked(live(), nowhere, toy)).toEqual([])
})

test('files are found at the public https address, at this machine by sandboxes, and nowhere else', () => {
  const digest = 'a'.repeat(64)
  expect(fileAddress(live('https://x.example'))(digest)).toBe(`https://x.example/media/${digest}`)
  expect(fileAddress(live('http://x.example'))(digest)).toBeUndefined()
  expect(fileAddress(live())(digest)).toBeUndefined()
  const sandbox = { networks: 'sandbox', publicUrl: 'https://x.example' } as const
  expect(fileAddress(sandbox, 'http://127.0.0.1:8080')(digest)).toBe(`http://127.0.0.1:8080/media/${digest}`)
})
