import { describe, expect, test } from 'vitest'
import { renew } from '../../jobs/renew.ts'
import { type Office, setOffice } from '../support/networks.ts'
import { days, minutes } from '../support/stage.ts'

/** Each network's connection from consent to its end, as an administrator sees it at the desk. */
const each = [
  {
    network: 'facebook',
    unticked: ['pages_manage_posts'],
    missing: 'Chưa cấp đủ quyền: pages_manage_posts.',
    other: (office: Office) =>
      office.control<{ id: string }>('facebook', '/pages', {
        name: 'Trang khác',
        roles: { '330000000000001': ['CREATE_CONTENT', 'MANAGE'] },
      }),
    revoke: async (office: Office) => {
      const { url, registered } = office.sandboxOf('facebook')
      const given = { app: registered.id, person: '330000000000001' }
      const { value } = await office.control<{ value: string }>('facebook', '/tokens', given)
      const done = await fetch(`${url}/v26.0/me/permissions?access_token=${value}`, { method: 'DELETE' })
      expect(done.status).toBe(200)
    },
  },
  {
    network: 'zalo',
    unticked: ['articles'],
    missing: 'giữ quyền Quản lý bài viết',
    // Zalo leads nowhere after a refusal.
    stays: true,
    other: (office: Office) => office.control<{ id: string }>('zalo', '/accounts', { name: 'OA khác' }),
    renews: true,
  },
  {
    network: 'youtube',
    unticked: ['youtube.force-ssl'],
    missing: 'force-ssl',
    other: (office: Office) => office.control<{ id: string }>('youtube', '/channels', { name: 'Kênh khác' }),
    renews: true,
  },
  {
    network: 'tiktok',
    unticked: ['video.upload'],
    missing: 'Chưa cấp quyền gửi video và ảnh lên TikTok.',
    other: (office: Office) =>
      office.control<{ id: string }>('tiktok', '/accounts', { username: 'khac', nickname: 'Tài khoản khác' }),
    renews: true,
  },
] as const

const revokeBy = (network: string, office: Office) => {
  const { id } = office.sandboxOf(network).account
  return office.control(network, `/tokens/${encodeURIComponent(id)}`, undefined, 'DELETE')
}

describe.each(each)('$network', one => {
  const { network } = one
  test('connected by consent, renewed ahead of time, lost and said so, and only the same account comes back', async () => {
    const office = await setOffice({ jobs: [renew] })
    const { db, admin, tick, read, consent, sandboxOf } = office
    const { account } = sandboxOf(network)

    // A box unticked in the dialog, or the dialog refused: nothing is connected, and the page says what is missing.
    const lacking = await consent(network, { account: account.id, untick: one.unticked })
    expect([lacking.answer.status, lacking.shown.includes(one.missing), lacking.shown]).toEqual([
      422,
      true,
      lacking.shown,
    ])
    if (!('stays' in one)) {
      const denied = await consent(network, { decision: 'deny' })
      expect(denied.answer.status).toBe(422)
      expect(denied.shown).toMatch(/Chưa cấp quyền|chưa đồng ý/i)
    }
    expect(await db.selectFrom('channel').select('id').execute()).toEqual([])

    const channel = await office.connect(network)
    const credential = () => db.selectFrom('credential').selectAll().executeTakeFirstOrThrow()
    const card = () => read('/channels', admin)
    await tick()
    expect(await card()).toContain('Tốt')
    expect(await card()).not.toContain('Sắp hết hạn')
    expect(await read('/', admin)).not.toContain('hết hạn')

    // Its token is renewed before it ends, without anybody.
    const first = await credential()
    if ('renews' in one) {
      expect(await card()).toContain('Kết nối tự gia hạn')
      const left = (first.expires_at?.getTime() ?? 0) - office.now().getTime()
      expect(left).toBeGreaterThan(0)
      await tick(left - minutes(1))
      const second = await credential()
      expect(second.version).toBe(first.version + 1)
      expect(second.expires_at?.getTime()).toBeGreaterThan(first.expires_at?.getTime() ?? 0)
      await tick(days(1))
      expect(await card()).toContain('Tốt')
    } else {
      // A Page's token has no end; one given an end is announced two weeks before.
      const expires = new Date(office.now().getTime() + days(13))
      await db.updateTable('credential').set({ expires_at: expires }).execute()
      expect(await card()).toContain('Sắp hết hạn')
      expect(await read('/', admin)).toContain('hết hạn ngày')
    }

    // Taken back at the network: found at the daily look, before a post is lost to it.
    await ('revoke' in one ? one.revoke(office) : revokeBy(network, office))
    await tick(days(1) + minutes(1))
    expect(await card()).toContain('Cần kết nối lại')
    expect(await card()).not.toMatch(/\{\w+\}|[a-z]+\.[a-z_]+\.[a-z_]+/)
    expect(await read('/', admin)).toMatch(/Kênh .+ cần kết nối lại\./)

    // Another account is refused by name; the same one frees the channel.
    const other = await one.other(office)
    const stranger = await consent(network, { channel, account: other.id })
    expect(stranger.answer.status).toBe(422)
    expect(stranger.shown).toContain(account.name)
    expect(await card()).toContain('Cần kết nối lại')
    const again = await consent(network, { channel, account: account.id })
    expect(again.answer.headers.get('location')).toBe('/channels?done=connected')
    await tick()
    expect(await card()).toContain('Tốt')
    expect(await db.selectFrom('channel').select('id').execute()).toEqual([{ id: channel }])
  })
})
