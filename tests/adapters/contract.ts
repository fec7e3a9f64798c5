import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { FetchFault } from '../../src/kit/http.ts'
import { contentShape, problemShape } from '../../src/ports/content.ts'
import type {
  Attempt,
  Content,
  Found,
  Json,
  Network,
  Notice,
  Published,
  Remote,
  Session,
} from '../../src/ports/network.ts'
import { someBrief } from '../support/build.ts'
import { frozen, problemsIn, type Side } from './side.ts'

/**
 * What the core relies on, for every adapter: the six answers under faults, reading that never writes, adoption of
 * nothing that is owned, no clock and no way out besides those handed in, words for every code, secrets in no answer.
 */
export function contract<Cred>(network: Network<Cred>, open: () => Promise<Side<Cred>>): void {
  const { about, shape } = network

  describe(`contract of ${about.id}`, () => {
    let side: Side<Cred>
    let told: unknown[]
    let methods: string[]
    beforeEach(async () => {
      side = await open()
      told = []
      methods = []
      vi.stubGlobal('fetch', () => {
        throw new Error('a way out that was not handed in')
      })
    })
    afterEach(async () => {
      vi.unstubAllGlobals()
      await side.close?.()
    })

    const session = (given: Partial<Session<Cred>> = {}) => {
      const handed = side.session(given)
      const note = (notice: Notice) => void told.push(notice)
      const fetch: Session<Cred>['fetch'] = (input, init) => {
        const method = init?.method ?? 'GET'
        methods.push(side.asks?.(new URL(input), method) ? 'GET' : method)
        return handed.fetch(input, init)
      }
      return { ...handed, fetch, note }
    }

    /** One delivery over its attempts, as the ledger keeps it; killed, if asked, right after it saved a ticket. */
    function delivery(owned: readonly string[] = [], killedAfter = Number.POSITIVE_INFINITY) {
      let saves = 0
      let ticket: Json | undefined
      let number = 0
      const firstBeganAt = side.session().now()
      let beganAt = firstBeganAt
      const attempt = (): Attempt => ({
        delivery: 1,
        number,
        beganAt,
        firstBeganAt,
        ...(ticket !== undefined && { ticket }),
        save: async saved => {
          ticket = JSON.parse(JSON.stringify(saved))
          saves += 1
          if (saves === killedAfter) throw new Error('killed')
        },
        progress: async () => {},
        taken: async remotes => new Set(remotes.filter(remote => owned.includes(remote))),
      })
      return {
        publish: async (content: Content, to = session()): Promise<Published> => {
          number += 1
          beganAt = to.now()
          const published = await network.publish(to, content, attempt(), side.options ?? {})
          if (published.is === 'accepted') ticket = JSON.parse(JSON.stringify(published.ticket))
          told.push(published, ticket)
          return published
        },
        reconcile: async (content: Content, to = session()): Promise<Found> => {
          const before = side.visible()
          methods = []
          const found = await network.reconcile(to, content, attempt(), side.options ?? {})
          told.push(found)
          expect(methods.filter(method => method !== 'GET' && method !== 'HEAD')).toEqual([])
          expect(side.visible()).toEqual(before)
          return found
        },
      }
    }

    type Delivery = ReturnType<typeof delivery>

    /** Sends; where the network or a person still has to act, lets them, and reads back. */
    async function bring(one: Delivery, content: Content): Promise<Published | Found> {
      const published = await one.publish(content)
      return published.is === 'accepted' && side.settle ? readBack(one, content) : published
    }

    async function readBack(one: Delivery, content: Content): Promise<Found> {
      const found = await one.reconcile(content)
      if (found.is === 'live' || !side.settle) return found
      await side.settle()
      return one.reconcile(content)
    }

    /** Every code that came up has its sentence in both languages, and no answer holds a secret. */
    function judge() {
      const text = JSON.stringify(told)
      for (const secret of side.secrets) expect(text).not.toContain(secret)
      for (const why of problemsIn(told)) {
        expect(why).toEqual(problemShape.parse(why))
        expect(why.detail?.length ?? 0).toBeLessThanOrEqual(500)
        if (why.code.startsWith(`${about.id}.`)) {
          expect(Object.keys(about.words.vi)).toContain(why.code)
          expect(Object.keys(about.words.en)).toContain(why.code)
        }
      }
    }

    const oneOf = () => Object.values(side.contents)[0] as (n: number) => Content

    test('says the same in both languages, with the same slots', () => {
      const slots = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()
      expect(Object.keys(about.words.en).sort()).toEqual(Object.keys(about.words.vi).sort())
      for (const [code, text] of Object.entries(about.words.vi))
        expect(slots(about.words.en[code])).toEqual(slots(text))
    })

    test('stands on defaults: no setting and no option has to be given', () => {
      expect(shape.settings.safeParse({}).success).toBe(true)
      expect(shape.options.safeParse({}).success).toBe(true)
      expect(about.traits.hosts.length).toBeGreaterThan(0)
      expect([...about.traits.letter]).toHaveLength(1)
    })

    test('builds and checks without a clock, without a way out, and always the same', () => {
      const settings = shape.settings.parse({})
      const clock = vi.spyOn(Date, 'now').mockImplementation(() => {
        throw new Error('a clock that was not handed in')
      })
      try {
        for (const kind of ['news', 'urgent', 'document', 'infographic', 'photos', 'video', 'longform'] as const) {
          const brief = frozen(someBrief({ kind, source: { name: 'Cổng', url: 'https://cong.tinh.example.vn/tin/1' } }))
          const fit = network.format(brief, settings)
          expect(network.format(brief, settings)).toEqual(fit)
          if (fit.is === 'unfit') told.push(fit)
          else {
            expect(fit.content).toEqual(contentShape.parse(fit.content))
            expect(fit.content.text).toBe(fit.content.text.normalize('NFC'))
            expect(network.check(frozen(fit.content), {}).filter(issue => issue.blocks)).toEqual([])
          }
        }
        for (const issue of network.check({ form: 'text', text: '', pictures: [] }, {})) told.push({ why: issue })
      } finally {
        clock.mockRestore()
      }
      judge()
    })

    test('makes each of its forms live, once, and names the copy', async () => {
      for (const [form, make] of Object.entries(side.contents)) {
        const before = side.visible()
        const published = await bring(delivery(), make(1))
        expect(published.is, form).toBe('live')
        if (published.is !== 'live') continue
        expect(side.visible()).toEqual([...before, published.remote.id])
        expect(published.at).toBeInstanceOf(Date)
      }
      judge()
    })

    for (const fault of ['loseReply', 'lie', 'garble'] as const) {
      test(`after ${fault} every form is unknown, is found by reading, and stands there once`, async () => {
        for (const [form, make] of Object.entries(side.contents)) {
          const before = side.visible().length
          const one = delivery()
          side.levers[fault]()
          expect((await one.publish(make(2))).is, form).toBe('unknown')
          const found = await readBack(one, make(2))
          expect(found, form).toMatchObject({ is: 'live', remote: { id: side.visible().at(-1) } })
          expect(side.visible()).toHaveLength(before + 1)
        }
        judge()
      })
    }

    test.runIf(about.traits.listDelay !== undefined)(
      'a lost call is proved absent, and the next send is the only one',
      async () => {
        for (const [form, make] of Object.entries(side.contents)) {
          const before = side.visible().length
          const one = delivery()
          side.levers.loseCall()
          expect((await one.publish(make(3))).is, form).toBe('unknown')
          const found = await readBack(one, make(3))
          // What is known by an id of its own is said to be unfinished, and is gone on with.
          expect(['absent', 'unfinished'], form).toContain(found.is)
          expect(found, form).toEqual({ is: found.is })
          expect((await bring(one, make(3))).is, form).toBe('live')
          expect(side.visible()).toHaveLength(before + 1)
        }
      },
    )

    test('killed after any step it saved, every form still ends up live once', async () => {
      for (const [form, make] of Object.entries(side.contents)) {
        for (let steps = 1, killed = true; killed; steps++) {
          const n = 100 + steps
          const before = side.visible().length
          const one = delivery([], steps)
          const published = await one.publish(make(n)).catch(() => undefined)
          killed = published === undefined
          if (published?.is === 'accepted') await readBack(one, make(n))
          if (killed) {
            // As the core does: what a claim left behind is read before anything is sent again.
            const found = await readBack(one, make(n))
            if (found.is !== 'live') expect((await bring(one, make(n))).is, `${form}, step ${steps}`).toBe('live')
          }
          expect(side.visible(), `${form}, step ${steps}`).toHaveLength(before + 1)
        }
      }
    })

    test('its limits agree with the network: the longest text goes out, one more is stopped before', async () => {
      const limit = about.limits.fields.text
      const make = side.contents.text ?? oneOf()
      if (!limit) return
      const longest = { ...make(13), text: 'a'.repeat(limit.max) }
      expect(network.check(longest, side.options ?? {}).filter(issue => issue.blocks)).toEqual([])
      expect(await bring(delivery(), longest)).toMatchObject({ is: 'live' })
      const over = { ...longest, text: 'a'.repeat(limit.max + 1) }
      expect(network.check(over, side.options ?? {}).filter(issue => issue.blocks)).toMatchObject([{ field: 'text' }])
    })

    test('what never left the machine is unsent', async () => {
      const cut = session({
        fetch: async () => {
          throw new FetchFault('refused', false, 'nobody listens')
        },
      })
      for (const make of Object.values(side.contents)) {
        expect(await delivery().publish(make(4), cut)).toMatchObject({ is: 'unsent' })
      }
      const read = await delivery().reconcile(oneOf()(4), cut)
      expect(['unproved', 'later']).toContain(read.is)
      expect(side.visible()).toEqual([])
      judge()
    })

    test('a refusal is refused, and a limit is unsent with a time', async () => {
      side.levers.refuse()
      expect(await delivery().publish(oneOf()(5))).toMatchObject({ is: 'refused' })
      side.levers.limit()
      const limited = await delivery().publish(oneOf()(6))
      expect(limited).toMatchObject({ is: 'unsent', retryAfter: expect.any(Number) })
      expect(side.visible()).toEqual([])
      judge()
    })

    test('a dead credential asks to reconnect, whatever is asked', async () => {
      side.levers.revoke()
      expect(await delivery().publish(oneOf()(7))).toMatchObject({ is: 'reconnect' })
      expect(await delivery().reconcile(oneOf()(7))).toMatchObject({ is: 'reconnect' })
      const health = await network.auth.inspect(session())
      told.push(health)
      expect(health).toMatchObject({ is: 'reconnect' })
      judge()
    })

    test('a copy that another delivery owns is not adopted', async () => {
      const first = await bring(delivery(), oneOf()(8))
      if (first.is !== 'live') throw new Error(first.is)
      const found = await delivery([first.remote.id]).reconcile(oneOf()(8))
      expect(found.is).not.toBe('live')
    })

    test('a sound connection is well', async () => {
      expect(await network.auth.inspect(session())).toMatchObject({ is: 'well' })
    })

    test('counters are read for what was asked, in whole figures, and change nothing', async () => {
      const live = await bring(delivery(), oneOf()(9))
      if (live.is !== 'live') throw new Error(live.is)
      const before = side.visible()
      const { readings } = await network.metrics(session(), [live.remote.id])
      expect(readings).toMatchObject([{ is: 'read', remote: live.remote.id }])
      for (const reading of readings) {
        if (reading.is !== 'read') continue
        for (const value of Object.values(reading.values)) expect(Number.isSafeInteger(value) && value >= 0).toBe(true)
      }
      expect(side.visible()).toEqual(before)
      expect(await network.metrics(session(), [])).toEqual({ readings: [] })
    })

    test.runIf(network.remove)('a removal is done, and absent when it is repeated', async () => {
      const live = await bring(delivery(), oneOf()(10))
      if (live.is !== 'live') throw new Error(live.is)
      const gone = (remote: Remote) => network.remove?.(session(), remote)
      expect(await gone(live.remote)).toEqual({ is: 'done' })
      expect(side.visible()).toEqual([])
      expect(await gone(live.remote)).toEqual({ is: 'absent' })
    })

    test.runIf(network.update)('an edit changes the copy that is there and makes no other', async () => {
      const live = await bring(delivery(), oneOf()(11))
      if (live.is !== 'live') throw new Error(live.is)
      expect(await network.update?.(session(), live.remote, oneOf()(12))).toEqual({ is: 'done' })
      expect(side.visible()).toEqual([live.remote.id])
    })
  })
}
